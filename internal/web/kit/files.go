package kit

import (
	"context"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/rulebook"
)

// WithSheet runs work that needs the memory of a workbook that is written. Only
// a few run at once, and one of each mall; the others wait. No work holds a
// place while a slow client receives. Uploads have places of their own; see
// WithUpload.
func (k *Kit) WithSheet(c echo.Context, work func() error) error {
	ctx := c.Request().Context()
	own, _ := k.writing.LoadOrStore(SessionOf(c).Mall.ID, make(chan struct{}, 1))
	place, _ := own.(chan struct{})
	select {
	case place <- struct{}{}:
		defer func() { <-place }()
	case <-ctx.Done():
		return lowstock.Fail(lowstock.CodeUnavailable, "error.unavailable", ctx.Err())
	}
	select {
	case k.sheets <- struct{}{}:
		defer func() { <-k.sheets }()
		return work()
	case <-ctx.Done():
		return lowstock.Fail(lowstock.CodeUnavailable, "error.unavailable", ctx.Err())
	}
}

// WithUpload receives the file of a form, at most most bytes of it, and calls
// work with it. The context of work ends after SheetTimeout, or when the client
// leaves. Nothing of the file may be kept after work.
func (k *Kit) WithUpload(c echo.Context, field string, most int64, work func(context.Context, *File) error) error {
	return k.uploads.with(c.Request(), SessionOf(c).Mall.ID, field, most, work)
}

// NameFile sets the name of a file that is downloaded: its content, its mall,
// and the time.
func (k *Kit) NameFile(c echo.Context, what, format string) {
	who := SessionOf(c)
	c.Response().Header().Set(echo.HeaderContentDisposition,
		`attachment; filename="`+what+"-"+string(who.Mall.ID)+"-"+k.Now().In(who.Zone).Format("20060102-1504")+"."+format+`"`)
}

// CauseOf returns why a person set thresholds.
func CauseOf(f *Form) rulebook.Cause {
	if f.On("suggested") {
		return rulebook.CauseForecast
	}
	return rulebook.CauseSet
}
