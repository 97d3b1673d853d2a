package kit

import (
	"errors"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
)

const (
	contextWho     = "who"
	contextClaimed = "claimed_unproven"
	contextReason  = "reason"
	contextRight   = "right"
)

const (
	reasonUnclear   = "ambiguous_form"
	reasonOtherMall = "other_mall"
)

// NoteWho notes who calls, for the log.
func NoteWho(c echo.Context, who string) { c.Set(contextWho, who) }

// NoteClaimed notes the mall that a launch names before its proof is checked.
func NoteClaimed(c echo.Context, mall lowstock.MallID) { c.Set(contextClaimed, mall) }

// ReasonOf returns why a request was refused; "" if it was not.
func ReasonOf(c echo.Context) string {
	reason, _ := c.Get(contextReason).(string)
	return reason
}

// Because adds to a refusal the reason for the log, where the answer says less.
func Because(err error, reason string) error { return because{err, reason} }

type because struct {
	error

	reason string
}

func (b because) Unwrap() error { return b.error }

// reasonIn returns the reason of [Because] in the error's chain; "" for none.
func reasonIn(err error) string {
	why, _ := errors.AsType[because](err)
	return why.reason
}
