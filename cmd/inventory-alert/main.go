// Command inventory-alert is the whole product in one program: web pages and
// API, webhooks, background work, migrations, the demo and its checks. It owns
// the wiring and the order of starting and stopping. It must not decide
// anything about stock.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	_ "time/tzdata" // malls have time zones; an empty image has none
)

const usage = `inventory-alert tells Cafe24 merchants in time that an option is about to sell out.

  inventory-alert serve [--web] [--work] [--migrate]   run everything, or one part alone
  inventory-alert migrate up|down|status               the schema
  inventory-alert demo [--reset]                       everything on this machine, no account needed
  inventory-alert doctor                               check configuration, database, mail, keys
  inventory-alert contract MALL [WORDS]                check with a connected mall, by reading only, what the app assumes of Cafe24
  inventory-alert backtest [--lead 7,14,28] [--level 0.95] [--every 14] [--last 365] [--until DAY] [--look-back DAYS]
                           [--out decisions.csv] FILE.csv
                                                       test the forecast on past sales: item,date,units[,in_stock]
  inventory-alert healthcheck                          ask the process on LISTEN_ADDR whether it is ready
  inventory-alert version

Configuration is read from the environment; docs/configuration.md has the table.
`

func main() {
	collectLessOften()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], environment, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// collectLessOften lets the heap grow to three times what is in use before it is
// collected, unless the operator sets GOGC: at twice, as Go has it, collecting
// took a tenth of the processor time that a page takes here.
func collectLessOften() {
	if _, set := os.LookupEnv("GOGC"); !set {
		debug.SetGCPercent(200)
	}
}

// environment is [os.Getenv], except for a variable that is set to the empty
// value: it returns a space, so that the variable differs from one that is not
// set.
func environment(name string) string {
	if value, set := os.LookupEnv(name); value != "" || !set {
		return value
	}
	return " "
}

// errUsage is an unknown command line; the exit code is 2.
var errUsage = errors.New("unknown command")

// run is the program as a function. Exit code 0 is success, 1 failure, 2 wrong
// input.
func run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) int {
	if len(args) == 0 {
		_, _ = io.WriteString(stderr, usage)
		return 2
	}
	err := command(ctx, args, getenv, stdout, stderr)
	var bad *configError
	var input *inputError
	switch {
	case err == nil, errors.Is(err, errHelp):
		return 0
	case errors.Is(err, errUsage):
		_, _ = io.WriteString(stderr, usage)
		return 2
	case errors.As(err, &bad):
		_, _ = fmt.Fprintf(stderr, "inventory-alert: the configuration has problems:\n%s\n", bad)
		return 2
	case errors.As(err, &input):
		_, _ = fmt.Fprintf(stderr, "inventory-alert: the input has problems:\n%s\n", input)
		return 2
	default:
		_, _ = fmt.Fprintf(stderr, "inventory-alert: %v\n", err)
		return 1
	}
}

func command(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) error {
	switch args[0] {
	case "migrate", "doctor", "healthcheck", "contract", "version": // without flags
		if asksForHelp(args[1:]) {
			args = []string{"help"}
		}
	}
	switch args[0] {
	case "serve":
		return serveCommand(ctx, args[1:], getenv, stdout, stderr)
	case "migrate":
		return migrateCommand(ctx, args[1:], getenv, stdout)
	case "demo":
		return demoCommand(ctx, args[1:], getenv, stdout, stderr)
	case "doctor":
		return doctorCommand(ctx, getenv, stdout)
	case "healthcheck":
		return healthcheckCommand(ctx, getenv)
	case "contract":
		return contractCommand(ctx, args[1:], getenv, stdout)
	case "backtest":
		return backtestCommand(ctx, args[1:], stdout, stderr)
	case "version":
		return versionCommand(stdout)
	case "help", "-h", "--help":
		_, err := io.WriteString(stdout, usage)
		return err
	default:
		return errUsage
	}
}

// configError lists all problems of the environment.
type configError struct{ err error }

func (e *configError) Error() string { return e.err.Error() }
func (e *configError) Unwrap() error { return e.err }
