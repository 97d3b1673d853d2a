package sheet_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/unicode"

	"cafe24-inventory-alert/internal/sheet"
)

const (
	contentTypes = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`
	packageRels  = `<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	workbookXML  = `<workbook xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>`
	workbookRels = `<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/>` +
		`<Relationship Id="rId2" Type="http://x/sharedStrings" Target="sharedStrings.xml"/></Relationships>`
	sheetBegin = `<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>품목코드</t></is></c></row>`
	sheetEnd   = `</sheetData></worksheet>`
	firstSheet = "xl/worksheets/sheet1.xml"
	texts      = "xl/sharedStrings.xml"
)

// part is a file of an archive: a beginning, a text many times, and an end.
type part struct {
	name, begin, text string
	times             int
	end               string
}

func plainPart(name, text string) part { return part{name: name, begin: text} }

// pack compresses the repeated text once, so that large files are made quickly.
func (p part) pack(tb testing.TB, into *zip.Writer) {
	tb.Helper()
	var packed bytes.Buffer
	sum, size := crc32.NewIEEE(), 0
	add := func(text string, times int) {
		if text == "" || times == 0 {
			return
		}
		var block bytes.Buffer
		w, err := flate.NewWriter(&block, flate.BestSpeed)
		if err != nil {
			tb.Fatal(err)
		}
		_, _ = io.WriteString(w, text) // a buffer takes everything
		_ = w.Flush()
		for range times {
			_, _ = io.WriteString(sum, text)
			_, _ = packed.Write(block.Bytes())
		}
		size += times * len(text)
	}
	add(p.begin, 1)
	add(p.text, p.times)
	add(p.end, 1)
	_, _ = packed.WriteString("\x03\x00") // the last block, empty
	w, err := into.CreateRaw(&zip.FileHeader{
		Name: p.name, Method: zip.Deflate, CRC32: sum.Sum32(), CompressedSize64: uint64(packed.Len()), UncompressedSize64: uint64(size),
	})
	if err != nil {
		tb.Fatal(err)
	}
	_, _ = w.Write(packed.Bytes())
}

// repeated is a part that contains the text about n times.
func repeated(name, begin, text string, n int, end string) part {
	pieces := max(1, min(n, 1<<18/max(1, len(text))))
	return part{name, begin, strings.Repeat(text, pieces), n / pieces, end}
}

// each joins n texts.
func each(n int, of func(i int) string) string {
	var all strings.Builder
	for i := range n {
		all.WriteString(of(i))
	}
	return all.String()
}

// archive makes a workbook whose fixed parts are correct, unless parts replaces
// them.
func archive(tb testing.TB, parts ...part) string {
	tb.Helper()
	named := map[string]bool{}
	for _, p := range parts {
		named[p.name] = true
	}
	for _, p := range []part{
		plainPart("[Content_Types].xml", contentTypes), plainPart("_rels/.rels", packageRels), plainPart("xl/workbook.xml", workbookXML), plainPart("xl/_rels/workbook.xml.rels", workbookRels),
		plainPart("xl/worksheets/sheet1.xml", sheetBegin+sheetEnd),
	} {
		if !named[p.name] {
			parts = append(parts, p)
		}
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, p := range parts {
		p.pack(tb, z)
	}
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
	return out.String()
}

// empty makes an archive of n parts without content.
func empty(tb testing.TB, n int) []byte {
	tb.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i := range n {
		if _, err := z.CreateRaw(&zip.FileHeader{Name: strconv.Itoa(i)}); err != nil {
			tb.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

// oneSheet makes a workbook with these rows below a header.
func oneSheet(tb testing.TB, rows string) string {
	tb.Helper()
	return sheetOf(tb, "", rows, 1, "")
}

// sheetOf makes a workbook with a text about n times below a header.
func sheetOf(tb testing.TB, begin, text string, n int, end string) string {
	tb.Helper()
	return archive(tb, repeated(firstSheet, sheetBegin+begin, text, n, end+sheetEnd))
}

// attack is a file that costs much, and how it is refused. A file that is not
// refused is within the limits.
type attack struct {
	name string
	file func() string
	want error
}

func limit(of sheet.Limit, line, column int) error {
	return &sheet.LimitError{Limit: of, Line: line, Column: column}
}

func shared(i int) string { return fmt.Sprintf(`<row r="%d"><c t="s"><v>%d</v></c></row>`, i+2, i) }

// attacks are the files by which a merchant could hurt others.
func attacks(tb testing.TB) []attack {
	tb.Helper()
	return slices.Concat(wideWorkbooks(tb), longWorkbooks(tb), oddWorkbooks(tb), attacksOfText(tb))
}

const cell = `<c><v>1</v></c>`

// wideWorkbooks have many cells, or cells far away.
func wideWorkbooks(tb testing.TB) []attack {
	tb.Helper()
	return []attack{
		{"a row of 15 million cells", func() string {
			return sheetOf(tb, `<row r="2">`, cell, 15_000_000, `</row>`)
		}, limit(sheet.LimitColumns, 2, 201)},
		{"a row of 15 million empty cells", func() string {
			return sheetOf(tb, `<row r="2">`, `<c/>`, 15_000_000, `</row>`)
		}, sheet.ErrFormat}, // no sheet has more columns than XFD
		{"rows of empty cells", func() string {
			return sheetOf(tb, "", `<row>`+strings.Repeat(`<c/>`, 16_000)+`</row>`, 2000, "")
		}, limit(sheet.LimitCells, 126, 0)},
		{"a million rows", func() string { return sheetOf(tb, "", `<row>`+cell+`</row>`, 1_000_000, "") }, limit(sheet.LimitRows, sheet.MaxRows+2, 0)},
		{"a million rows of nothing", func() string { return sheetOf(tb, "", `<row/>`, 1_000_000, "") }, nil},
		{"a cell in the last corner", func() string {
			return oneSheet(tb, `<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>`)
		}, limit(sheet.LimitColumns, 1<<20, 1<<14)},
		{"every row ends far right", func() string {
			return sheetOf(tb, "", `<row><c r="GR2"><v>1</v></c><c r="XFD2"/></row>`, 99_000, "")
		}, nil},
		{"a row beyond the last", func() string { return oneSheet(tb, `<row r="99999999999999999999">`+cell+`</row>`) }, sheet.ErrFormat},
		{"a row twice", func() string { return oneSheet(tb, strings.Repeat(`<row r="2">`+cell+`</row>`, 2)) }, sheet.ErrFormat},
		{"a cell twice", func() string {
			return oneSheet(tb, `<row r="2">`+strings.Repeat(`<c r="A2"><v>1</v></c>`, 2)+`</row>`)
		}, sheet.ErrFormat},
		{"rows without an end", func() string {
			return archive(tb, plainPart(firstSheet, sheetBegin+`<row><c><v>1</v></c></row>`))
		}, sheet.ErrFormat},
	}
}

// longWorkbooks have long texts, tags or parts.
func longWorkbooks(tb testing.TB) []attack {
	tb.Helper()
	const run, text = `<r><t>aaaaaaaa</t></r>`, `<row r="2"><c/><c t="inlineStr"><is>`
	const spaces = 1<<16 - 16
	return []attack{
		{"a huge cell", func() string {
			return sheetOf(tb, text+`<t>`, "가", 40<<20, `</t></is></c></row>`)
		}, limit(sheet.LimitCell, 2, 2)},
		{"a huge cell of many runs", func() string {
			return sheetOf(tb, text, run, 100_000, `</is></c></row>`)
		}, limit(sheet.LimitCell, 2, 2)},
		{"a huge attribute", func() string { return sheetOf(tb, `<row r="2" x="`, "a", 100<<20, `"/>`) }, limit(sheet.LimitCell, 1, 0)},
		{"many attributes", func() string { return sheetOf(tb, `<row r="2"`, ` a=""`, 20<<20, `/>`) }, limit(sheet.LimitCell, 1, 0)},
		{"deep nesting", func() string { return sheetOf(tb, "", `<a>`, 1<<19, "") }, nil},
		{"many tags", func() string { return sheetOf(tb, "", `<a/>`, 30<<20, "") }, limit(sheet.LimitCells, 1, 0)},
		{"200 MB of a part that is not read", func() string {
			return archive(tb, repeated("xl/media/image1.png", "", "\x00", 200<<20, ""))
		}, nil},
		{"200 MB after the rows", func() string {
			return archive(tb, repeated(firstSheet, sheetBegin+sheetEnd, "<x>"+strings.Repeat(" ", spaces)+"</x>", 3200, ""))
		}, limit(sheet.LimitUnpacked, 0, 0)},
		{"200 MB before the rows", func() string {
			return archive(tb, repeated(firstSheet, "", "<x>"+strings.Repeat(" ", spaces)+"</x>", 3200, sheetBegin+sheetEnd))
		}, limit(sheet.LimitUnpacked, 0, 0)},
		{"many shared texts", func() string { return archive(tb, repeated(texts, "<sst>", `<si/>`, 5_000_000, "</sst>")) }, limit(sheet.LimitTexts, 0, 0)},
		{"long shared texts", func() string {
			return archive(tb, repeated(texts, "<sst>", `<si><t>`+strings.Repeat("a", 4<<10)+`</t></si>`, 10_000, "</sst>"))
		}, limit(sheet.LimitTexts, 0, 0)},
		{"a huge shared text", func() string {
			return archive(tb, repeated(texts, "<sst><si>", run, 100_000, "</si></sst>"), plainPart(firstSheet, sheetBegin+shared(0)+sheetEnd))
		}, limit(sheet.LimitCell, 2, 1)},
		{"as much text as may be", func() string {
			r := rand.New(rand.NewPCG(1, 2))
			return archive(tb, plainPart(texts, "<sst>"+each(99_000, func(int) string {
				return fmt.Sprintf(`<si><t>%016x%016x%016x%032x</t></si>`, r.Uint64(), r.Uint64(), r.Uint64(), 0)
			})+"</sst>"), plainPart(firstSheet, sheetBegin+each(99_000, shared)+sheetEnd))
		}, nil},
	}
}

// oddWorkbooks are archives that no spreadsheet writes.
func oddWorkbooks(tb testing.TB) []attack {
	tb.Helper()
	return []attack{
		{"entities of entities", func() string {
			entities := `<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">` + each(9, func(i int) string {
				return fmt.Sprintf(`<!ENTITY %c "%s">`, 'b'+i, strings.Repeat(fmt.Sprintf("&%c;", 'a'+i), 10))
			})
			return archive(tb, plainPart(firstSheet, entities+`]><worksheet><sheetData><row><c t="str"><v>&j;</v></c></row></sheetData></worksheet>`))
		}, sheet.ErrFormat},
		{"an entity that is not declared", func() string { return oneSheet(tb, `<row><c t="str"><v>&j;</v></c></row>`) }, sheet.ErrFormat},
		{"60,000 parts", func() string { return string(empty(tb, 60_000)) }, limit(sheet.LimitParts, 0, 0)},
		{"60,000 parts that say they are five", func() string {
			file := empty(tb, 60_000)
			copy(file[len(file)-22+8:], "\x05\x00\x05\x00")
			return string(file)
		}, limit(sheet.LimitParts, 0, 0)},
		{"five parts that say they are 60,000", func() string {
			file := empty(tb, 5)
			copy(file[len(file)-22+8:], "\x60\xea\x60\xea")
			return string(file)
		}, sheet.ErrFormat},
		{"a part twice", func() string {
			return archive(tb, plainPart(firstSheet, sheetBegin+sheetEnd), plainPart(`XL\worksheets\sheet1.xml`, sheetBegin+sheetEnd))
		}, sheet.ErrFormat},
		{"a part that says it is larger", func() string { return resized(tb, 0x7fffffff) }, sheet.ErrFormat},
		{"a part that says it is smaller", func() string { return resized(tb, 3) }, sheet.ErrFormat},
		{"a part that was changed", func() string {
			file := []byte(oneSheet(tb, `<row>`+cell+`</row>`))
			file[bytes.LastIndex(file, []byte(firstSheet))-46+16]++ // its checksum
			return string(file)
		}, sheet.ErrFormat},
		{"an encrypted part", func() string {
			file := []byte(oneSheet(tb, ""))
			file[bytes.Index(file, []byte("PK\x01\x02"))+8] |= 1
			return string(file)
		}, sheet.ErrLocked},
		{"an encrypted workbook", func() string {
			return "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 4096) + "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00"
		}, sheet.ErrLocked},
		{"an old workbook", func() string { return "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00" }, sheet.ErrFormat},
		{"an archive of something else", func() string { return string(empty(tb, 3)) }, sheet.ErrFormat},
		{"an archive's beginning", func() string { return "PK\x03\x04 and no more" }, sheet.ErrFormat},
		{"half a workbook", func() string { file := oneSheet(tb, ""); return file[:len(file)/2] }, sheet.ErrFormat},
		{"a shared text that is not there", func() string { return oneSheet(tb, shared(0)) }, sheet.ErrFormat},
		{"a sheet elsewhere", func() string {
			return archive(tb, plainPart("xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="file:///etc/passwd" TargetMode="External"/></Relationships>`))
		}, sheet.ErrFormat},
		{"relations in a circle", func() string {
			return archive(tb, plainPart("xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="workbook.xml"/></Relationships>`))
		}, sheet.ErrFormat},
	}
}

// resized is a small workbook whose directory names another size of the sheet.
func resized(tb testing.TB, size uint32) string {
	tb.Helper()
	file := []byte(oneSheet(tb, `<row>`+cell+`</row>`))
	entry := bytes.LastIndex(file, []byte(firstSheet)) - 46
	binary.LittleEndian.PutUint32(file[entry+24:], size)
	return string(file)
}

// attacksOfText are not workbooks.
func attacksOfText(tb testing.TB) []attack {
	tb.Helper()
	return []attack{
		{"nothing", func() string { return "" }, sheet.ErrEmpty},
		{"only empty cells", func() string { return " , ,\n,,\n" }, sheet.ErrEmpty},
		{"a picture", func() string { return "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" }, sheet.ErrFormat},
		{"a wide CSV", func() string { return strings.Repeat(",", sheet.MaxBytes) }, limit(sheet.LimitLine, 1, 0)},
		{"a CSV of wide rows", func() string {
			return "a\n" + strings.Repeat(strings.Repeat(",", 32<<10)+"\n", 250)
		}, limit(sheet.LimitColumns, 2, 201)},
		{"a CSV of empty cells", func() string {
			return strings.Repeat(strings.Repeat(",", 199)+"\n", sheet.MaxBytes/200)
		}, limit(sheet.LimitCells, 10_001, 0)},
		{"a CSV of rows", func() string { return strings.Repeat("a\n", sheet.MaxBytes/2) }, limit(sheet.LimitRows, sheet.MaxRows+2, 0)},
		{"a CSV of a quoted cell", func() string { return "a\n\"" + strings.Repeat("\n", sheet.MaxBytes-3) }, limit(sheet.LimitLine, 2, 0)},
		{"a CSV of cells over lines", func() string { return "a\n\"b\nb\"\n" + strings.Repeat("\"\n\",", sheet.MaxBytes/4-4) }, limit(sheet.LimitLine, 4, 0)},
		{"a CSV with a long cell", func() string { return "a,b\nc," + strings.Repeat("가", 1400) }, limit(sheet.LimitCell, 2, 2)},
		{"a wide CSV in CP949", func() string {
			text, err := korean.EUCKR.NewEncoder().String(strings.Repeat("가", 2<<20))
			if err != nil {
				tb.Fatal(err)
			}
			return strings.Repeat(",", 4<<20) + text
		}, limit(sheet.LimitLine, 1, 0)},
		{"a CSV in CP949 that ends in another encoding", func() string {
			text, err := korean.EUCKR.NewEncoder().String(strings.Repeat("가나\n", 20_000))
			if err != nil {
				tb.Fatal(err)
			}
			return text + "\xff\xff\n"
		}, sheet.ErrFormat},
		{"a wide CSV in UTF-16", func() string {
			text, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(strings.Repeat(",", 4<<20-2))
			if err != nil {
				tb.Fatal(err)
			}
			return text
		}, limit(sheet.LimitLine, 1, 0)},
		{"too many bytes", func() string { return strings.Repeat("a", sheet.MaxBytes+1) }, limit(sheet.LimitBytes, 0, 0)},
	}
}
