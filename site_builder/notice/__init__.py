"""The notice: its model, vocabulary, outline grammar and diagnostics. Imports nothing of ours."""
