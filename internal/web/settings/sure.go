package settings

import (
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views/paths"
)

// These are the questions before what deletes, revokes or widens rights. A nil question means that
// the request does none of it, or that its handler refuses it.

func (h *Handler) settingsOf(c echo.Context) (preference.Settings, error) {
	return h.Store.Mall(kit.SessionOf(c).Mall.ID).Settings(c.Request().Context())
}

func ask(key string, about ...string) *kit.Question {
	return &kit.Question{Key: key, About: about, Back: paths.Settings}
}

// sureToRemove asks before a recipient is removed.
func (h *Handler) sureToRemove(c echo.Context) (*kit.Question, error) {
	f, err := kit.BindForm[confirmForm](c)
	if err != nil {
		return nil, err
	}
	return ask("recipient", f.email), nil
}

// sureOfTeam asks before sub-operators get more rights.
func (h *Handler) sureOfTeam(c echo.Context) (*kit.Question, error) {
	f, err := kit.BindForm[teamForm](c)
	if err != nil || !f.subs {
		return nil, err
	}
	settings, err := h.settingsOf(c)
	if err != nil || settings.SubsChangeRules {
		return nil, err
	}
	return ask("team"), nil
}

// sureOfChannels asks before the address of a channel is deleted.
func (h *Handler) sureOfChannels(c echo.Context) (*kit.Question, error) {
	f, err := kit.BindForm[channelsForm](c)
	if err != nil {
		return nil, err
	}
	settings, err := h.settingsOf(c)
	if err != nil {
		return nil, err
	}
	var gone []string
	for _, k := range notify.Kinds() {
		kept := slices.ContainsFunc(k.Fields, func(field notify.Field) bool { return !f.Sent(field.Key) || f.Typed(field.Key) != "" })
		if settings.Targets.Of(k.Channel).Address != "" && !kept {
			gone = append(gone, h.viewerOf(kit.SessionOf(c)).ChannelName(k.Channel))
		}
	}
	if len(gone) == 0 {
		return nil, nil //nolint:nilnil // see above
	}
	return ask("channel", gone...), nil
}

// sureOfSecret asks before the secret that receivers check with is replaced.
func (h *Handler) sureOfSecret(c echo.Context) (*kit.Question, error) {
	f, err := kit.BindForm[secretForm](c)
	if err != nil || !f.rotate {
		return nil, err
	}
	return ask("secret"), nil
}

// sureOfNewToken asks before a program gets access.
func (h *Handler) sureOfNewToken(c echo.Context) (*kit.Question, error) {
	f, err := kit.BindForm[tokenForm](c)
	if err != nil || f.chosen.Name == "" || len(f.chosen.Scopes) == 0 || !f.Valid() {
		return nil, err // the form says what is missing
	}
	question := ask("token_new", f.chosen.Name, h.viewerOf(kit.SessionOf(c)).scopes(f.chosen.Scopes))
	question.At = "tokens" // the token is shown there, and only once
	return question, nil
}

// sureToRevoke asks before a token is deleted.
func (h *Handler) sureToRevoke(c echo.Context) (*kit.Question, error) {
	tokens, err := h.Store.Mall(kit.SessionOf(c).Mall.ID).APITokens(c.Request().Context())
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(tokens, func(t team.APIToken) bool { return strconv.FormatInt(t.ID, 10) == c.Param("id") })
	if at < 0 {
		return nil, nil //nolint:nilnil // see above
	}
	return ask("token", tokens[at].Name), nil
}
