package web

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
)

type explainAnswer struct {
	ProductNo       int64           `json:"product_no"`
	VariantCode     string          `json:"variant_code"`
	Quantity        int             `json:"quantity"`
	ObservedAt      *string         `json:"observed_at"`
	Source          lowstock.Source `json:"source"`
	Status          lowstock.Status `json:"status"`
	Threshold       int             `json:"threshold"`
	ThresholdSource lowstock.Scope  `json:"threshold_source"`
	Decision        string          `json:"decision"`
	Steps           []explainStep   `json:"steps"`
}

type explainStep struct {
	Code string `json:"code"`
	Text string `json:"text"`
	Says bool   `json:"says"` // speaks for an alert
}

// apiExplain runs the very function that decides, on what it decided on.
func (s *Server) apiExplain(c echo.Context) error {
	no, err := pathID(c, "product_no")
	if err != nil {
		return err
	}
	code := c.Param("variant_code")
	if !codePattern.MatchString(code) {
		return lowstock.NotFound()
	}
	who := sess(c)
	situation, err := s.store.Situation(c.Request().Context(), who.mall.ID, no, code)
	if err != nil {
		return err
	}
	steps, decision := lowstock.Explain(situation)
	action := string(decision.Action)
	if decision.Action == lowstock.ActionNone {
		action = "none"
	}
	return answer(c, http.StatusOK, explainAnswer{
		ProductNo: no, VariantCode: code, Quantity: situation.Variant.Quantity,
		ObservedAt: stamp(situation.ReadAt, who.zone), Source: situation.Source, Status: decision.Status,
		Threshold: situation.Threshold.Value, ThresholdSource: situation.Threshold.Source, Decision: action,
		Steps: mapped(steps, func(step lowstock.Step) explainStep {
			return explainStep{Code: step.Code, Text: who.stepText(step), Says: step.Says}
		}),
	})
}

// stepText puts one step into the reader's words and the mall's time.
func (s session) stepText(step lowstock.Step) string {
	args := make([]any, len(step.Args))
	for i, arg := range step.Args {
		switch v := arg.(type) {
		case time.Time:
			args[i] = v.In(s.zone).Format("2006-01-02 15:04:05")
		case lowstock.Source:
			args[i] = s.locale.T("source." + string(v))
		case lowstock.Scope:
			args[i] = s.locale.T("scope." + string(v))
		case float64:
			args[i] = decimal(v)
		default:
			args[i] = arg
		}
	}
	return s.locale.T("explain."+step.Code, args...)
}
