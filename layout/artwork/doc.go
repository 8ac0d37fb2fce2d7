// Package artwork reads what pictures and PDF files from outside say about
// themselves, and trusts none of it: everything it reads is bounded.
package artwork
