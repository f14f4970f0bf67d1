"""What the boards know: skills audits and self-assessments."""
