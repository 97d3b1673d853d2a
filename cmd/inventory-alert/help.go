package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
)

// errHelp means that help was asked for and is printed; the exit code is 0.
var errHelp = errors.New("help was printed")

// asksForHelp says whether the arguments of a command without flags ask for
// help.
func asksForHelp(args []string) bool {
	return slices.ContainsFunc(args, func(arg string) bool { return arg == "-h" || arg == "-help" || arg == "--help" })
}

// parseFlags parses the flags of a command. Help goes to stdout, and a mistake
// to stderr; the caller returns the error.
func parseFlags(fs *flag.FlagSet, args []string, stdout, stderr io.Writer) error {
	fs.SetOutput(stderr)
	fs.Usage = func() {}
	err := fs.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		if _, err := fmt.Fprintf(stdout, "%s\nOptions of %s:\n", usage, fs.Name()); err != nil {
			return err
		}
		fs.SetOutput(stdout)
		fs.PrintDefaults()
		return errHelp
	case err != nil:
		return errUsage
	}
	return nil
}
