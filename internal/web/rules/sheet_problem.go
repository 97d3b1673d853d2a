package rules

import (
	"errors"
	"net/http"
	"strconv"

	"cafe24-inventory-alert/internal/sheet"
	"cafe24-inventory-alert/internal/web/kit"
)

// sheetProblem returns the sentence that says why a file cannot be used, and where. It returns ""
// for an error that is not about the file.
func (r viewer) sheetProblem(err error) string {
	if own, is := errors.AsType[*refusedError](err); is {
		return r.T(own.key)
	}
	if limit, is := errors.AsType[*sheet.LimitError](err); is {
		return r.limitPlace(limit) + r.limitReason(limit.Limit)
	}
	if _, is := errors.AsType[*http.MaxBytesError](err); is {
		return r.limitReason(sheet.LimitBytes)
	}
	for _, problem := range []struct {
		of  error
		key string
	}{
		{sheet.ErrEmpty, "sheet.error_empty"},
		{sheet.ErrFormat, "sheet.error_format"},
		{sheet.ErrLocked, "sheet.error_locked"},
		{kit.ErrNoFile, "sheet.error_file"},
		{kit.ErrUploadBusy, "sheet.error_busy"},
		{kit.ErrUploadsFull, "sheet.error_full"},
		{kit.ErrUploadSlow, "sheet.error_slow"},
	} {
		if errors.Is(err, problem.of) {
			return r.T(problem.key)
		}
	}
	return ""
}

// limitPlace says where a file exceeds a limit.
func (r viewer) limitPlace(limit *sheet.LimitError) string {
	switch {
	case limit.Line == 0:
		return ""
	case limit.Column == 0:
		return r.T("sheet.at_line", strconv.Itoa(limit.Line)) + " "
	}
	return r.T("sheet.at_cell", strconv.Itoa(limit.Line), sheet.ColumnName(limit.Column)) + " "
}

// limitReason says which limit a file exceeds.
func (r viewer) limitReason(limit sheet.Limit) string {
	switch limit {
	case sheet.LimitRows:
		return r.T("sheet.error_rows", sheet.MaxRows)
	case sheet.LimitColumns:
		return r.T("sheet.error_columns", sheet.MaxColumns)
	case sheet.LimitCells:
		return r.T("sheet.error_cells", sheet.MaxCells)
	case sheet.LimitCell:
		return r.T("sheet.error_cell")
	case sheet.LimitLine:
		return r.T("sheet.error_line")
	case sheet.LimitTexts:
		return r.T("sheet.error_texts")
	case sheet.LimitUnpacked:
		return r.T("sheet.error_unpacked")
	case sheet.LimitParts:
		return r.T("sheet.error_parts")
	case sheet.LimitBytes:
	}
	return r.T("sheet.error_large")
}
