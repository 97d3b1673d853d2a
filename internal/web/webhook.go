package web

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/pipeline"
	"cafe24-inventory-alert/internal/web/kit"
)

// intakeTimeout is shorter than the one second in which a sender expects an
// answer.
const intakeTimeout = 900 * time.Millisecond

// Intake takes a proven webhook and returns when the event is committed.
type Intake interface {
	Take(ctx context.Context, hint inbound.Hint) (inbound.HintResult, error)
}

type webhookAnswer struct {
	Status    string `json:"status"`
	EventType string `json:"event_type"`
}

// webhook answers 200 only after the event is committed. The answer for an
// unknown mall is the same, so that the answer does not reveal who uses the
// app. The samples of Cafe24's TEST button name such malls.
func (s *Server) webhook(c echo.Context) error {
	received := s.Now()
	ctx, cancel := context.WithTimeout(c.Request().Context(), intakeTimeout)
	defer cancel()
	body, err := io.ReadAll(c.Request().Body)
	if err != nil {
		return err
	}
	proof, err := s.cfg.Platform.VerifyWebhook(c.Request().Header, body)
	if err != nil {
		return proofError(err)
	}
	event, err := cafe24.ParseEvent(body)
	if err != nil {
		return s.noEvent(c, body, err)
	}
	if event.MallID != "" {
		c.Set(kit.ContextMall, lowstock.MallID(event.MallID))
		if _, err := s.cfg.Intake.Take(ctx, pipeline.HintOf(proof, event, received)); err != nil {
			return lowstock.Fail(lowstock.CodeUnavailable, "error.unavailable", err)
		}
	}
	return c.JSON(http.StatusOK, webhookAnswer{Status: "received", EventType: event.Type})
}

// noEvent answers a proven JSON object that names no event: there is nothing to
// do. Only a body that is not a JSON object is the sender's mistake.
func (s *Server) noEvent(c echo.Context, body []byte, cause error) error {
	var object map[string]json.RawMessage
	if json.Unmarshal(body, &object) != nil || object == nil {
		return echo.NewHTTPError(http.StatusBadRequest).SetInternal(cause)
	}
	return c.JSON(http.StatusOK, webhookAnswer{Status: "received"})
}

// proofError returns the refusal of a webhook. Cafe24 expects 403 for a wrong
// key. A request without any proof is unauthorized.
func proofError(err error) error {
	if errors.Is(err, cafe24.ErrAPIKey) {
		return lowstock.Fail(lowstock.CodeForbidden, "error.proof", err)
	}
	return lowstock.Fail(lowstock.CodeUnauthorized, "error.proof", err)
}
