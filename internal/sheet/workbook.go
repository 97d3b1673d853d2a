package sheet

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"
)

// Limits of a workbook, besides those of every table. No library reads within
// them: excelize unpacks all parts at once, and holds a whole row before its
// cells can be counted.
const (
	maxDirectory = 320 << 10  // bytes read to find the parts: about 1,500 parts
	maxUnpacked  = 128 << 20  // bytes of all parts that are read
	maxToken     = 64 << 10   // bytes of a tag, or of a text between two tags
	maxTokens    = 12_000_000 // six of a cell
	maxTexts     = 8 << 20    // bytes of the shared texts
	maxTextCount = 500_000
)

// The ends of the types of relations between parts, which two standards begin
// differently.
const (
	relWorkbook = "/officeDocument"
	relSheet    = "/worksheet"
	relTexts    = "/sharedStrings"
)

// workbook is an XLSX file: XML parts in a ZIP archive.
type workbook struct {
	*table
	parts  map[string]*zip.File // by name, lower case
	left   int                  // bytes that may still be unpacked
	tokens int                  // that may still be read
}

func (t *table) readWorkbook(file Source) error {
	book := &workbook{table: t, left: maxUnpacked, tokens: maxTokens}
	if err := book.open(file); err != nil {
		return err
	}
	main, err := book.related("", "", relWorkbook)
	if err != nil {
		return err
	}
	id, err := book.firstSheet(main)
	if err != nil {
		return err
	}
	first, err := book.related(main, id, relSheet)
	if err != nil {
		return err
	}
	texts, err := book.readTexts(main)
	if err != nil {
		return err
	}
	return book.readSheet(first, texts)
}

// open reads the directory of the archive. An archive that has two parts of the
// same name is refused, because programs disagree about which of them counts.
func (b *workbook) open(file Source) error {
	in := &directoryReader{Source: file, left: maxDirectory}
	archive, err := zip.NewReader(in, file.Size())
	if in.left < 0 {
		return &LimitError{Limit: LimitParts}
	}
	if err != nil {
		return ErrFormat
	}
	in.found = true
	b.parts = make(map[string]*zip.File, len(archive.File))
	for _, f := range archive.File {
		name := partName(f.Name)
		switch {
		case b.parts[name] != nil:
			return ErrFormat
		case f.Flags&1 != 0:
			return ErrLocked
		}
		b.parts[name] = f
	}
	return nil
}

func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, "\\", "/"), "/"))
}

// directoryReader limits what is read until the directory is found. The number
// of parts that an archive declares can be wrong.
type directoryReader struct {
	Source

	left  int
	found bool
}

// ReadAt implements [io.ReaderAt].
func (r *directoryReader) ReadAt(p []byte, at int64) (int, error) {
	if !r.found {
		if r.left -= len(p); r.left < 0 {
			return 0, ErrFormat
		}
	}
	return r.Source.ReadAt(p, at)
}

// part opens a part, and calls read with it.
func (b *workbook) part(name string, read func(*xmlReader) error) error {
	f := b.parts[partName(name)]
	if f == nil {
		return ErrFormat
	}
	in, err := f.Open()
	if err != nil {
		return ErrFormat
	}
	defer func() { _ = in.Close() }() // it was only read
	return read(newXMLReader(b, in))
}

// related returns the name of the part to which a part has a relation of this
// type, and with this id unless id is "".
func (b *workbook) related(from, id, kind string) (found string, err error) {
	err = b.part(path.Join(path.Dir(from), "_rels", path.Base("/"+from)+".rels"), func(in *xmlReader) error {
		for {
			tag, err := in.tag()
			if err != nil {
				return atEnd(err)
			}
			if tag.Name.Local == "Relationship" && strings.HasSuffix(attribute(tag, "Type"), kind) && (id == "" || attribute(tag, "Id") == id) {
				if found = attribute(tag, "Target"); !strings.HasPrefix(found, "/") {
					found = path.Join(path.Dir(from), found)
				}
				return nil
			}
		}
	})
	return found, err
}

// firstSheet returns the id of the first sheet's relation.
func (b *workbook) firstSheet(main string) (id string, err error) {
	err = b.part(main, func(in *xmlReader) error {
		for {
			tag, err := in.tag()
			if err != nil {
				return atEnd(err)
			}
			if tag.Name.Local == "sheet" {
				for _, a := range tag.Attr {
					if a.Name.Local == "id" && a.Name.Space != "" {
						id = a.Value
					}
				}
				return nil
			}
		}
	})
	if err == nil && id == "" {
		err = ErrEmpty
	}
	return id, err
}

// atEnd returns nil for the end of a part.
func atEnd(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

func attribute(tag xml.StartElement, name string) string {
	for _, a := range tag.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
