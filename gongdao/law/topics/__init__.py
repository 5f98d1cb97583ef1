"""What the law knows of one topic: its facts and its questions, shared by every pack."""
