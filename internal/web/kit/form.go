package kit

import (
	"errors"
	"maps"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/typed"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

// Form is embedded by every form of a page. It holds the fields as they were
// sent, and the reason for each refused field. A page's form is a struct type
// with a typed field for each input. Its Read method reads the inputs by the
// methods below, one for each kind. When a field cannot be read, the refusal is
// noted under the field's name and reading continues. One answer therefore
// names all refused fields, each beside what was typed.
//
// No form library is used (go-playground/form, gorilla/schema). Those libraries
// decode by reflection into tagged fields, and their errors are English texts
// of strconv. This package adds only what the app needs: fields cleaned by
// their name, numbers as Korean input methods write them, the typed text kept
// beside a message of the catalogue, and the domain's own checks noted at the
// same fields.
type Form struct {
	sent    url.Values
	names   []string // of the fields, in the order in which Read read them
	refused map[string]refusal
}

// refusal is a message of the catalogue at a field.
type refusal struct {
	key  string
	args []any
}

// Fields is a form that [BindForm] can fill: a struct that embeds [Form].
type Fields interface {
	Read()
	Base() *Form
}

// BindForm reads a request's form once and cleans it with [CleanerOf]. It
// returns an error only when the request cannot be read at all. A wrong field
// is noted in the form.
func BindForm[F any, P interface {
	*F
	Fields
}](c echo.Context) (P, error) {
	sent, err := sentFields(c)
	if err != nil {
		return nil, err
	}
	p := P(new(F))
	p.Base().sent = sent
	p.Read()
	return p, nil
}

// Base returns the form itself.
func (f *Form) Base() *Form { return f }

// Sent says whether the request has the field at all.
func (f *Form) Sent(name string) bool { return f.sent.Has(name) }

// Typed returns what was typed into a field, so that the page can show it
// again.
func (f *Form) Typed(name string) string { return f.sent.Get(name) }

// Text reads a line of text.
func (f *Form) Text(name string) string {
	f.note(name)
	return f.sent.Get(name)
}

// On reads a checkbox.
func (f *Form) On(name string) bool { return f.Text(name) == "1" }

// List reads all fields with this name.
func (f *Form) List(name string) []string {
	f.note(name)
	return f.sent[name]
}

// Choice reads one of a set of values. Any other value is refused with key, and
// Choice then returns "".
func (f *Form) Choice(name, key string, of ...string) string {
	text := f.Text(name)
	if slices.Contains(of, text) {
		return text
	}
	f.Refuse(name, key)
	return ""
}

// ID reads the number of a stored object; 0 means none.
func (f *Form) ID(name string) int64 {
	n, err := strconv.ParseInt(f.Text(name), 10, 64)
	if err != nil || n < 1 {
		return 0
	}
	return n
}

// Optional reads a whole number; nil means that nothing was typed. A text that
// is not a number is refused with key.
func (f *Form) Optional(name, key string) *int {
	return f.number(name, key, typed.Number(f.Text(name)))
}

// Number reads a whole number that is required.
func (f *Form) Number(name, key string) int {
	n := f.Optional(name, key)
	if n == nil {
		f.Refuse(name, key)
		return 0
	}
	return *n
}

// Percent reads a number with or without a percent sign.
func (f *Form) Percent(name, key string) int {
	n := f.number(name, key, strings.TrimSuffix(typed.Number(f.Text(name)), "%"))
	if n == nil {
		f.Refuse(name, key)
		return 0
	}
	return *n
}

// number reads a number. A number that is too large for int stays outside every
// permitted range, so that the range check refuses it.
func (f *Form) number(name, key, text string) *int {
	if text == "" {
		return nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) {
		f.Refuse(name, key)
		return nil
	}
	return new(Within(n))
}

// Day reads a calendar day as midnight UTC; the zero time means none.
func (f *Form) Day(name string) time.Time {
	day, err := time.Parse(time.DateOnly, f.Text(name))
	if err != nil {
		return time.Time{}
	}
	return day
}

// Categories reads the numbers of categories, each once.
func (f *Form) Categories(name, at string) (list []int) {
	for _, text := range f.List(name) {
		no, err := strconv.ParseInt(text, 10, 64)
		switch {
		case err != nil || !IsCategory(no):
			f.Refuse(at, "error.category_no")
		case !slices.Contains(list, int(no)):
			list = append(list, int(no))
		}
	}
	return list
}

// Codes reads codes, each once.
func (f *Form) Codes(name, at string) (list []string) {
	for _, code := range f.List(name) {
		switch {
		case !CodePattern.MatchString(code):
			f.Refuse(at, "error.code")
		case !slices.Contains(list, code):
			list = append(list, code)
		}
	}
	return list
}

// Back reads the address of the page, within this app, that the form was sent
// from.
func (f *Form) Back(fallback string) string { return BackTo(f.Text("back"), fallback) }

func (f *Form) note(name string) {
	if !slices.Contains(f.names, name) {
		f.names = append(f.names, name)
	}
}

// Refuse notes at a field why it is refused. The first reason stays.
func (f *Form) Refuse(name, key string, args ...any) {
	if _, noted := f.refused[name]; noted {
		return
	}
	if f.refused == nil {
		f.refused = map[string]refusal{}
	}
	f.refused[name] = refusal{key, args}
}

// Forgive removes the refusal of a field that does not matter.
func (f *Form) Forgive(name string) { delete(f.refused, name) }

// Judge notes at the fields why err refuses the input. A field that the form
// does not have is noted at the field at, or under its own name when at is "".
// A refusal of the whole form is noted at the field at, or at the first field.
// Judge returns any other error.
func (f *Form) Judge(err error, at string) error {
	own, ok := errors.AsType[*lowstock.Error](err)
	if !ok || own.Code != lowstock.CodeInvalid {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(own.Fields)) {
		field := name
		if !slices.Contains(f.names, name) && at != "" {
			field = at
		}
		f.Refuse(field, own.Fields[name])
	}
	if at == "" && len(f.names) > 0 {
		at = f.names[0]
	}
	if len(own.Fields) == 0 {
		f.Refuse(at, own.Key, own.Args...)
	}
	return nil
}

// Reason returns the key of the message at a field, or "" for none.
func (f *Form) Reason(name string) string { return f.refused[name].key }

// Valid says that no field is refused so far.
func (f *Form) Valid() bool { return len(f.refused) == 0 }

// Message returns the sentence at a field, or "" for none.
func (f *Form) Message(in words.Locale, name string) string {
	r, refused := f.refused[name]
	if !refused {
		return ""
	}
	return in.T(r.key, r.args...)
}

// Messages returns all messages in the order of the form's fields. Each has the
// id of the field on the page: prefix and name, or the id in ids for a field
// whose id differs.
func (f *Form) Messages(in words.Locale, prefix string, ids map[string]string) (list []views.FieldError) {
	names := slices.Clone(f.names)
	for _, name := range slices.Sorted(maps.Keys(f.refused)) {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, name := range names {
		if text := f.Message(in, name); text != "" {
			id, other := ids[name]
			if !other {
				id = prefix + name
			}
			list = append(list, views.FieldError{Field: id, Text: text})
		}
	}
	return list
}

// Retype replaces the values of a page with what was typed.
func (f *Form) Retype(values map[string]*string) {
	for name, to := range values {
		if f.Sent(name) {
			*to = f.Typed(name)
		}
	}
}

// Within limits n to the range of an int; a number outside every permitted
// range stays outside.
func Within(n int64) int {
	const far = 1 << 31
	return int(min(max(n, -far), far-1))
}

// IsCategory says whether the number can be a category number.
func IsCategory(no int64) bool { return no >= 1 && no <= math.MaxInt32 }

// ChooseAgain marks the entries of a list that were chosen before.
func ChooseAgain(list []views.Choice, value string) {
	for i := range list {
		list[i].On = list[i].Value == value
	}
}
