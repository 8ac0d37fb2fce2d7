package intake

// Words is a text in both languages, for the arguments of findings.
type Words = term
