"""The instructor's side of the course: releasing, the student kit, grading, reports."""
