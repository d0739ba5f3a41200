"""The province: receives, counts, chases, and hands the auditor everything."""
