package stock

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views/words"
)

func timeAt(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return t
}

func viewerAt(l words.Locale, now string) viewer {
	return viewing(present.Viewer{Locale: l, Zone: time.FixedZone("KST", 9*60*60), Now: timeAt(now), Right: team.RightOwn})
}

// boundForm binds a form with the given fields.
func boundForm[F any, P interface {
	*F
	kit.Fields
}](t *testing.T, fields url.Values) P {
	t.Helper()
	req := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(fields.Encode()))
	req.Header.Set(echo.HeaderContentType, echo.MIMEApplicationForm)
	f, err := kit.BindForm[F, P](echo.New().NewContext(req, httptest.NewRecorder()))
	if err != nil {
		t.Fatal(err)
	}
	return f
}
