// A module of its own, so that the program's go.mod never learns of the
// dictionary: it is fetched by hand, once, to make the table.
module duikai/layout/internal/words/internal/compile

go 1.26.0
