"""What every route accepts and answers, as a document for programs: OpenAPI."""
