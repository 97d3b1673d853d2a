package web

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

// Links in letters work without a session. A GET changes nothing, since mail
// scanners open every address they see; the page's one button does.

// linkPage asks before it acts.
func (s *Server) linkPage(room ...notify.LinkAction) echo.HandlerFunc {
	return func(c echo.Context) error {
		link, locale, err := s.openLink(c, room)
		if err != nil {
			return err
		}
		key := "link." + string(link.Action)
		return render(c, http.StatusOK, views.MessagePage(s.message(c, views.Message{
			Lang:       string(locale),
			Title:      locale.T(key + ".title"),
			Paragraphs: []string{locale.T(key+".what", s.subject(link))},
			Buttons:    []views.MessageButton{{Label: locale.T(key + ".button"), URL: c.Request().URL.Path, Post: true}},
		})))
	}
}

// followLink does what the letter offered. A second press answers the same.
func (s *Server) followLink(room ...notify.LinkAction) echo.HandlerFunc {
	return func(c echo.Context) error {
		link, locale, err := s.openLink(c, room)
		if err != nil {
			return err
		}
		done := "link." + string(link.Action) + ".done"
		err = s.act(c.Request().Context(), link)
		if lowstock.ErrorCode(err) == lowstock.CodeConflict {
			done, err = "link.resolved", nil // nothing left to acknowledge or snooze
		}
		if err != nil {
			return err
		}
		return render(c, http.StatusOK, views.MessagePage(s.message(c, views.Message{
			Lang: string(locale), Title: locale.T("link.done_title"), Paragraphs: []string{locale.T(done, s.subject(link))},
			Tone: "ok", Icon: "check",
		})))
	}
}

func (s *Server) subject(link notify.Link) string {
	if link.Action == notify.LinkUnsubscribe || link.Action == notify.LinkConfirm {
		return link.Email
	}
	return string(link.Mall)
}

// openLink checks the token and reads the language that letters of its mall are
// written in.
func (s *Server) openLink(c echo.Context, room []notify.LinkAction) (notify.Link, words.Locale, error) {
	locale := localeOf(c)
	link, err := s.cfg.Links.Open(c.Param("token"), s.now())
	if err != nil {
		return link, locale, err
	}
	c.Set(contextMall, link.Mall)
	for _, action := range room {
		if link.Action != action {
			continue
		}
		settings, err := s.store.Settings(c.Request().Context(), link.Mall)
		if err != nil {
			return link, locale, err
		}
		return link, words.Of(settings.Locale), nil
	}
	return link, locale, lowstock.Fail(lowstock.CodeNotFound, "error.link_broken", nil)
}

func (s *Server) act(ctx context.Context, link notify.Link) error {
	now := s.now()
	var err error
	switch link.Action {
	case notify.LinkUnsubscribe:
		err = s.store.Unsubscribe(ctx, link.Mall, link.Email, now)
	case notify.LinkConfirm:
		err = s.store.ConfirmRecipient(ctx, link.Mall, link.Email, now)
	case notify.LinkAcknowledge:
		_, err = s.store.AcknowledgeIncident(ctx, link.Mall, link.IncidentID, link.Email, now)
	case notify.LinkSnooze:
		_, err = s.store.PutOffIncident(ctx, link.Mall, link.IncidentID, lowstock.Hold{Until: now.Add(notify.SnoozeFor)}, link.Email, now)
	}
	return err
}
