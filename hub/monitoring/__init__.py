"""What the province watches and answers: who reported, counts, records, reviews, proofs."""
