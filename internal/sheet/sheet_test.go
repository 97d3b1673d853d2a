package sheet_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
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
		rows, err := sheet.Read(strings.NewReader(file))
		if diff := cmp.Diff(table, rows); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", name, err, diff)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	var bomb bytes.Buffer
	z := zip.NewWriter(&bomb)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	w, err := z.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	zeros := make([]byte, 1<<20)
	for range 300 { // 44 more than the limit of a workbook
		if _, err := w.Write(zeros); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		file string
		want error
	}{
		"nothing":           {"", sheet.ErrEmpty},
		"only empty cells":  {" , ,\n,,\n", sheet.ErrEmpty},
		"a picture":         {"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", sheet.ErrFormat},
		"another archive":   {"PK\x03\x04 and no more", sheet.ErrFormat},
		"an old workbook":   {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00", sheet.ErrFormat},
		"a bomb":            {bomb.String(), sheet.ErrLarge},
		"too many bytes":    {strings.Repeat("a", sheet.MaxBytes+1), sheet.ErrLarge},
		"too many rows":     {strings.Repeat("a\n", sheet.MaxRows+2), sheet.ErrLarge},
		"too many cells":    {strings.Repeat("a,", 300), sheet.ErrLarge},
		"a cell too long":   {strings.Repeat("a", 5000), sheet.ErrLarge},
		"a workbook's half": {book(t)[:900], sheet.ErrFormat},
	} {
		if rows, err := sheet.Read(strings.NewReader(c.file)); !errors.Is(err, c.want) || rows != nil {
			t.Errorf("%s: %d rows, %v, want %v", name, len(rows), err, c.want)
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
			read, err := sheet.Read(&out)
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
		rows, err := sheet.Read(bytes.NewReader(raw))
		if err != nil {
			if !errors.Is(err, sheet.ErrEmpty) && !errors.Is(err, sheet.ErrFormat) && !errors.Is(err, sheet.ErrLarge) {
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
