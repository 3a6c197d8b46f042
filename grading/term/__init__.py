"""What a term needs beside checks and grading: from the roster to the marks that go back to the university."""
