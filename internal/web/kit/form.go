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

// Form is what every form of a page embeds: the fields as they were sent, and
// why some of them are refused. A page's form is a struct type with a typed field
// for each input; its Read takes them by the methods below, by kind. A field that
// cannot be read is noted under its name and reading goes on, so that one answer
// names all of them, each beside what was typed.
//
// No form library is used (go-playground/form, gorilla/schema): they decode by
// reflection into tagged fields and end at an English error of strconv. What is
// needed around them is all there is here: fields cleaned by their name, numbers
// as Korean input methods write them, the typed text kept beside a message of the
// catalogue, and the domain's own checks noted at the same fields.
type Form struct {
	sent    url.Values
	names   []string // of the fields, as Read took them
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

// BindForm reads a request's form, once and as [CleanerOf] cleans it. Its error is a
// request that cannot be read at all; what is wrong in a field is in the form.
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

// Base is the form itself.
func (f *Form) Base() *Form { return f }

// Sent says whether the form has the field at all.
func (f *Form) Sent(name string) bool { return f.sent.Has(name) }

// Typed is what was typed into a field, to be shown again.
func (f *Form) Typed(name string) string { return f.sent.Get(name) }

// Text reads a line of text.
func (f *Form) Text(name string) string {
	f.note(name)
	return f.sent.Get(name)
}

// On reads a checkbox.
func (f *Form) On(name string) bool { return f.Text(name) == "1" }

// List reads all fields of a name.
func (f *Form) List(name string) []string {
	f.note(name)
	return f.sent[name]
}

// Choice reads one of a set of values. Anything else is refused with key and
// reads as "".
func (f *Form) Choice(name, key string, of ...string) string {
	text := f.Text(name)
	if slices.Contains(of, text) {
		return text
	}
	f.Refuse(name, key)
	return ""
}

// ID reads a number that names something; 0 names nothing.
func (f *Form) ID(name string) int64 {
	n, err := strconv.ParseInt(f.Text(name), 10, 64)
	if err != nil || n < 1 {
		return 0
	}
	return n
}

// Optional reads a whole number; nil where nothing was typed. What is no number
// is refused with key.
func (f *Form) Optional(name, key string) *int {
	return f.number(name, key, typed.Number(f.Text(name)))
}

// Number reads a whole number that has to be there.
func (f *Form) Number(name, key string) int {
	n := f.Optional(name, key)
	if n == nil {
		f.Refuse(name, key)
		return 0
	}
	return *n
}

// Percent reads a number with or without its sign.
func (f *Form) Percent(name, key string) int {
	n := f.number(name, key, strings.TrimSuffix(typed.Number(f.Text(name)), "%"))
	if n == nil {
		f.Refuse(name, key)
		return 0
	}
	return *n
}

// number keeps one that is far out of every range out of range, for the check of
// its range to refuse.
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

// Day reads a calendar day, midnight UTC; the zero time is none.
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

// Back reads which of our pages the form was sent from.
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

// Judge notes at its fields why err refuses the input. A field that the form does
// not have is noted at the field at, or under its own name where at is ""; a
// refusal of the whole at the field at, or at the first. Any other error is
// returned.
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

// Reason is the key of the message at a field; "" for none.
func (f *Form) Reason(name string) string { return f.refused[name].key }

// Valid says that nothing is refused so far.
func (f *Form) Valid() bool { return len(f.refused) == 0 }

// Message is the sentence at a field; "" for none.
func (f *Form) Message(in words.Locale, name string) string {
	r, refused := f.refused[name]
	if !refused {
		return ""
	}
	return in.T(r.key, r.args...)
}

// Messages are all of them, in the order in which the form has its fields, each
// with the id that the page gives the field: prefix and name, but for what ids
// names otherwise.
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

// Retype lays what was typed over the values of a page.
func (f *Form) Retype(values map[string]*string) {
	for name, to := range values {
		if f.Sent(name) {
			*to = f.Typed(name)
		}
	}
}

// Within keeps a number that is far out of every range out of range as an int.
func Within(n int64) int {
	const far = 1 << 31
	return int(min(max(n, -far), far-1))
}

// IsCategory says whether a number can be a category's.
func IsCategory(no int64) bool { return no >= 1 && no <= math.MaxInt32 }

// ChooseAgain chooses of a list what was chosen before.
func ChooseAgain(list []views.Choice, value string) {
	for i := range list {
		list[i].On = list[i].Value == value
	}
}
