// Package archive sets an archive of back issues: every issue folder below
// one folder becomes files below another, unattended, and again only where
// something has changed. Run is its whole work, Serve the other end of it.
//
//	Find      issue folders at any depth, in the order of their dates
//	   |
//	 plan     inputs hashed; what stands in OUT as the ledger says is skipped
//	   |
//	 crew     worker processes set issues into the stage, OUT/.duikai/stage-*
//	   |
//	 commit   files forced to the disk, renamed into place, then recorded
//	   v
//	 OUT/YYYY/YYYY-MM-DD.pdf, OUT/report.html, OUT/report.csv
//
// The package knows nothing of newspapers: how an issue becomes files is a
// Setter that the command hands to Serve.
//
// # Why processes
//
// Issues are set by child processes of one processor each. A process can be
// ended when it takes too long or too much memory, and takes nothing along when
// it falls: a panic in whatever goroutine, a stack overflow, an exhausted
// memory cost one issue. Go's collector works for each of them alone, so two do
// twice the work of one. The faces, which are most of the program, are mapped
// from the same file and lie in memory once.
//
// A worker reads orders from its standard input and dies when that ends: no
// worker outlives the run that started it, however the run ended.
//
// # Why nothing is lost
//
// A worker writes only into the stage. A file leaves the stage complete and
// forced to the disk, by a rename, and the ledger is told when all files of the
// issue have their names. Wherever the power goes, what stands in OUT is whole,
// and where the ledger does not vouch for it with its size and hash it is set
// again: the same inputs give the same bytes.
//
// The ledger is a database file, OUT/.duikai/ledger.db. It is opened for
// moments only, so that the state of a run can be looked at meanwhile; what
// keeps a second run out is the lock on OUT/.duikai/lock, which the operating
// system takes away with the process. A ledger that is damaged is put aside and
// everything set anew. Whether it is damaged is found out by a worker, for
// reading a damaged file through a memory map can end a process.
package archive
