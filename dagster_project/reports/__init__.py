"""Reading one report: bytes in, typed rows out. No orchestrator, no files, no clock; usable as a library on its own."""
