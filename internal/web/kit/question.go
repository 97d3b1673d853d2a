package kit

import (
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/views"
)

// sureField is the field of the second press. Only the page of a question has
// it, so a page that is shown in a foreign frame cannot do the act with one
// click.
const sureField = "sure"

// Question is what a person is asked before an act that deletes, resolves,
// revokes or widens rights. The sentences are sure.<Key>, sure.<Key>_text and
// sure.<Key>_yes.
type Question struct {
	Key   string
	Args  []any    // of the title
	About []string // what the act is about
	Back  string   // where the person goes instead
	At    string   // the part of the answer's page that the person has to see; "" for its top
}

// Asker returns the question of a request, or nil when the request does none of
// these acts. The handler then runs at once.
type Asker func(c echo.Context) (*Question, error)

// sureForm says whether the person was asked.
type sureForm struct {
	Form
	sure bool
}

// Read implements [Fields].
func (f *sureForm) Read() { f.sure = f.On(sureField) }

// AskOnceMore answers the first press with a question, and lets the second one
// through. The question carries the fields of the first press. It needs no
// JavaScript; htmx shows it in the place that the act would have changed.
func (k *Kit) AskOnceMore(ask Asker) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			f, err := BindForm[sureForm](c)
			if err != nil {
				return err
			}
			if f.sure {
				return next(c)
			}
			q, err := ask(c)
			switch {
			case err != nil:
				return err
			case q == nil:
				return next(c)
			}
			return k.sendQuestion(c, f, q)
		}
	}
}

// sendQuestion shows the question as a page, or in the place that a request of
// htmx names.
func (k *Kit) sendQuestion(c echo.Context, f *sureForm, q *Question) error {
	locale, to := k.LocaleOf(c), c.Request().URL.Path
	if q.At != "" {
		to += "#" + q.At
	}
	m := views.Message{
		Lang: string(locale), Icon: "warn", Tone: "low", Title: locale.T("sure."+q.Key, q.Args...),
		Paragraphs: []string{locale.T("sure." + q.Key + "_text")}, Facts: q.About,
		Buttons: []views.MessageButton{
			{Label: locale.T("sure." + q.Key + "_yes"), URL: to, Post: true, Fields: f.again()},
			{Label: locale.T("settings.cancel"), URL: q.Back},
		},
	}
	if place := swappedPlace(c); IsFragment(c) && place.ID != "" {
		return Render(c, http.StatusOK, views.QuestionFragment(m, place))
	}
	return Render(c, http.StatusOK, views.MessagePage(k.Message(c, m)))
}

// again returns what was sent, with the field of the second press.
func (f *sureForm) again() []views.HiddenField {
	fields := []views.HiddenField{{Name: sureField, Value: "1"}}
	for name, values := range f.sent {
		for _, value := range values {
			fields = append(fields, views.HiddenField{Name: name, Value: value})
		}
	}
	slices.SortStableFunc(fields, func(a, b views.HiddenField) int { return strings.Compare(a.Name, b.Name) })
	return fields
}

// swapped is the form of the header in which htmx names the element that the
// answer replaces.
var swapped = regexp.MustCompile(`^(li|div)#([a-z][a-z0-9-]*)$`)

func swappedPlace(c echo.Context) views.QuestionPlace {
	found := swapped.FindStringSubmatch(c.Request().Header.Get("HX-Target"))
	if found == nil {
		return views.QuestionPlace{}
	}
	return views.QuestionPlace{Row: found[1] == "li", ID: found[2]}
}
