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
//
// Beside each record stands what counts and orders need of it, in short, and
// beside the file a note of how the last transaction left it: who only asks how
// things stand takes a file that looks so for sound.
//
// # Many machines
//
// Several machines can set an archive together. They share a source and an OUT, which
// may be buckets (package store), and nothing else:
//
//	site      the archive and OUT, the names of all issues      site.go, shard.go
//	   |
//	bench     an issue: brought here, set by the same workers,  bench.go
//	   |      its files put under the hash of what they are
//	   |      made of, its entry by compare-and-set, and then
//	   |      the names that people look for
//	   v
//	gather    entries into the ledger, and from there on as     shard.go
//	          if one machine had set all
//
// RunShard gives a bench those issues whose path falls to its share. Publish sends
// shards to a queue (package queue), Work takes them from there; the queue may lose
// everything at any time, for Publish finds in OUT what was done. MANY.md predicts
// how long that takes.
package archive
