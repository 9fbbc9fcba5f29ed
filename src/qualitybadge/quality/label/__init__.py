"""The label of a network: its scheme, applications, evaluations, award, and its worth beside a badge."""
