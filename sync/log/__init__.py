"""Adopted standards, none of our words: RFC 6962 trees and the C2SP notes, checkpoints, cosignatures and proofs."""
