package sheet_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"cafe24-inventory-alert/internal/sheet"
	"cafe24-inventory-alert/internal/typed"
)

// readAll returns all rows of a file.
func readAll(ctx context.Context, file string) (rows []sheet.Row, err error) {
	err = sheet.Read(ctx, strings.NewReader(file), func(row sheet.Row) error {
		rows = append(rows, sheet.Row{Line: row.Line, Cells: slices.Clone(row.Cells)})
		return nil
	})
	return rows, err
}

var table = []sheet.Row{{1, []string{"품목코드", "알림 기준"}}, {2, []string{"P000000A000A", "5"}}, {4, []string{"P000000A000B", "뷁, 7일"}}}

const text = "품목코드,알림 기준\r\nP000000A000A, 5\r\n,\r\nP000000A000B,\"뷁, 7일\"\r\n"

func TestReadText(t *testing.T) {
	t.Parallel()
	cp949, err := korean.EUCKR.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	divided := func(by string) string { return strings.ReplaceAll(strings.ReplaceAll(text, ",", by), "뷁"+by, "뷁,") }
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(divided("\t"))
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string]string{
		"UTF-8": text, "with a mark": "\ufeff" + text, "CP949": cp949, "semicolons": divided(";"), "UTF-16": utf16,
	} {
		rows, err := readAll(t.Context(), file)
		if diff := cmp.Diff(table, rows); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", name, err, diff)
		}
	}
}

func book(t *testing.T) string {
	t.Helper()
	var out bytes.Buffer
	w, err := sheet.NewXLSX(&out, "재고", 20, 8)
	if err != nil {
		t.Fatal(err)
	}
	for _, cells := range [][]any{{"품목코드", "재고"}, {"=1+1", 12}, {"@SUM(A1)", nil}} {
		if err := w.Write(cells...); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestNothingIsAFormula checks that a name from a shop never becomes a formula
// in the exported file.
func TestNothingIsAFormula(t *testing.T) {
	t.Parallel()
	f, err := excelize.OpenReader(strings.NewReader(book(t)))
	if err != nil {
		t.Fatal(err)
	}
	for cell, want := range map[string]string{"A2": "=1+1", "A3": "@SUM(A1)"} {
		value, err := f.GetCellValue("재고", cell)
		formula, formulaErr := f.GetCellFormula("재고", cell)
		if value != want || formula != "" || err != nil || formulaErr != nil {
			t.Errorf("%s is %q, formula %q, %v, %v", cell, value, formula, err, formulaErr)
		}
	}
	if kind, err := f.GetCellType("재고", "B2"); err != nil || kind == excelize.CellTypeInlineString || kind == excelize.CellTypeSharedString {
		t.Errorf("a number is text: %v, %v", kind, err)
	}
	var out bytes.Buffer
	w := sheet.NewCSV(&out)
	if err := errors.Join(w.Write("=HYPERLINK(\"http://x\")", "+82", "-1", "@a", "\tx", "＝1", "a=b", 5, nil), w.Close()); err != nil {
		t.Fatal(err)
	}
	want := "\ufeff\"'=HYPERLINK(\"\"http://x\"\")\",'+82,'-1,'@a,'\tx,'＝1,a=b,5,\r\n"
	if out.String() != want {
		t.Errorf("%q, want %q", out.String(), want)
	}
}

// TestRoundTrip checks that a written table can be read again in both formats,
// with the cleaning of typed text.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	cell := rapid.OneOf(rapid.StringMatching(`[ -~가-힣]{0,12}`), rapid.SampledFrom([]string{"", "=1", "-", "+'", "\"", ",;\t", "0012", "긴 이름, \"인용\""}))
	rapid.Check(t, func(rt *rapid.T) {
		var rows [][]string
		for range rapid.IntRange(1, 6).Draw(rt, "rows") {
			row := []string{"x"} // a row is never empty
			row = append(row, rapid.SliceOfN(cell, 3, 3).Draw(rt, "cells")...)
			rows = append(rows, append(row, "y"))
		}
		for _, format := range []string{"csv", "xlsx"} {
			var out bytes.Buffer
			w := sheet.NewCSV(&out)
			if format == "xlsx" {
				var err error
				if w, err = sheet.NewXLSX(&out, "재고"); err != nil {
					rt.Fatal(err)
				}
			}
			for _, row := range rows {
				cells := make([]any, len(row))
				for i := range row {
					cells[i] = row[i]
				}
				if err := w.Write(cells...); err != nil {
					rt.Fatal(err)
				}
			}
			if err := w.Close(); err != nil {
				rt.Fatal(err)
			}
			read, err := readAll(t.Context(), out.String())
			if err != nil || len(read) != len(rows) {
				rt.Fatalf("%s: %d rows of %d, %v", format, len(read), len(rows), err)
			}
			for i, row := range rows {
				for j := range row {
					if got := read[i].Cells[j]; got != typed.Text(row[j]) {
						rt.Errorf("%s: cell %d,%d is %q, was %q", format, i, j, got, row[j])
					}
				}
			}
		}
	})
}

// FuzzRead checks that any input gives rows within the limits, or one of the
// errors.
func FuzzRead(f *testing.F) {
	f.Add([]byte(text))
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte("\xff\xfea\x00"))
	f.Add([]byte("\"a\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		rows, err := readAll(t.Context(), string(raw))
		if err != nil {
			if _, limit := errors.AsType[*sheet.LimitError](err); !limit && !errors.Is(err, sheet.ErrEmpty) && !errors.Is(err, sheet.ErrFormat) && !errors.Is(err, sheet.ErrLocked) {
				t.Error(err)
			}
			return
		}
		last := 0
		for _, row := range rows {
			if row.Line <= last || len(strings.Join(row.Cells, "")) == 0 {
				t.Errorf("row %v after line %d", row, last)
			}
			last = row.Line
		}
	})
}

func BenchmarkWrite(b *testing.B) {
	for _, format := range []string{"csv", "xlsx"} {
		b.Run(format, func(b *testing.B) {
			for b.Loop() {
				var out bytes.Buffer
				w := sheet.NewCSV(&out)
				if format == "xlsx" {
					var err error
					if w, err = sheet.NewXLSX(&out, "재고"); err != nil {
						b.Fatal(err)
					}
				}
				for n := range 10_000 {
					if err := w.Write(fmt.Sprintf("P%07d", n), "오버핏 니트", "블랙 / M", n); err != nil {
						b.Fatal(err)
					}
				}
				if err := w.Close(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
