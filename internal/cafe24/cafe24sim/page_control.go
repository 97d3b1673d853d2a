package cafe24sim

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

type controlPage struct {
	frame
	Query, Show string
	Rows        []controlRow
	Matches     int
	Done        string // the result of the last action
	Failed      bool
	Faults      Faults
	Stale       bool
	Answers     []answerChoice
	Poisons     []answerChoice
	SecretWords []answerChoice
	DeadWords   []answerChoice
	SecretFault Answer
	DeadFault   Answer
	Reissued    string // the new client secret, if it was reissued
	Poisoned    []string
	Shapes      []Shape
	Shape       Shape // the first active shape
	Speed       float64
	Rate        float64
	Reception   bool
	InstalledAt time.Time
	Scopes      []string
	Hooks       []hookEntry
	Stats       Stats
}

type controlRow struct {
	Product
	Variant Variant
	Option  string
	Image   string
	First   bool // the first row of the product: it has the product's own controls
	Level   string
}

type answerChoice struct {
	Value Answer
	Text  string
}

const controlRows = 40

// controlPage controls the simulator: stock, products, shoppers, faults, the app's installation.
func (s *Server) controlPage(w http.ResponseWriter, r *http.Request, m *mall) {
	v := r.URL.Query()
	page := controlPage{
		frame: s.frame(m, "control"), Query: strings.TrimSpace(v.Get("q")), Show: v.Get("show"), Done: v.Get("said"),
		Failed: v.Has("failed"), Answers: answerChoices(), Poisons: poisonChoices(), Shapes: Shapes(), Speed: s.Speed(),
		SecretWords: secretChoices(), DeadWords: deadChoices(),
	}
	if now := s.ClientSecret(); now != s.cfg.ClientSecret {
		page.Reissued = now
	}
	m.mu.Lock()
	page.Rows, page.Matches = m.search(page.Query, page.Show)
	page.Faults, page.Stale = m.faults, m.faults.StaleFor > 0
	if m.faults.WrongSecret {
		page.SecretFault = Answer(orDefault(m.faults.SecretWord, "invalid_client"))
	}
	page.DeadFault = Answer(m.faults.DeadRefresh)
	page.Rate, page.Reception, page.Stats = m.rate, m.reception, m.stats.clone()
	page.InstalledAt, page.Scopes = m.install.InstalledAt, m.install.Scopes
	page.Hooks = m.lastHooks(8)
	for _, no := range slices.Sorted(maps.Keys(m.poison)) {
		page.Poisoned = append(page.Poisoned, fmt.Sprintf("상품 %d: %s", no, poisonText(m.poison[no])))
	}
	if len(m.shapes) > 0 {
		page.Shape = m.shapes[0]
	}
	m.mu.Unlock()
	s.page(w, http.StatusOK, "control", page)
}

// search lists variants by the name or code of their product; without words, those with the lowest stock above zero.
func (m *mall) search(words, show string) (list []controlRow, matches int) {
	for _, p := range m.products {
		for i := range p.Variants {
			if row := m.controlRow(p, i); row.matches(words, show) {
				list = append(list, row)
			}
		}
	}
	matches = len(list)
	slices.SortStableFunc(list, func(a, b controlRow) int {
		if words != "" || show != "" {
			return cmp.Compare(a.No, b.No)
		}
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.Variant.Quantity, b.Variant.Quantity))
	})
	list = list[:min(len(list), controlRows)]
	for i := range list {
		list[i].First = i == 0 || list[i-1].No != list[i].No
	}
	return list, matches
}

// rank sorts variants that can be sold and are almost sold out first: a user of the demo needs those.
func rank(r controlRow) int {
	if !r.Variant.Untracked && r.Variant.Quantity > 0 && !r.Hidden && !r.NotSelling {
		return 0
	}
	return 1
}

func (m *mall) controlRow(p *Product, i int) controlRow {
	v := p.Variants[i]
	row := controlRow{Product: *p, Variant: v, Option: v.optionText(), Level: "ok"}
	if p.Picture != "" {
		row.Image = path(m, "web/product/tiny/"+pictureFile(p))
	}
	switch {
	case v.Untracked:
		row.Level = "untracked"
	case v.Quantity <= 0:
		row.Level = "out"
	case v.Quantity <= 5:
		row.Level = "low"
	}
	return row
}

func (r controlRow) matches(words, show string) bool {
	if show != "" && show != r.Level {
		return false
	}
	text := strings.ToLower(r.Name + " " + r.Variant.Code + " " + r.Variant.CustomCode + " " + r.Option)
	for word := range strings.FieldsSeq(strings.ToLower(words)) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

func answerChoices() []answerChoice {
	return []answerChoice{
		{"", "정상"},
		{AnswerTooMany, "429 호출 제한"},
		{AnswerError, "500 오류"},
		{AnswerUnavailable, "503 점검"},
		{AnswerHang, "응답 없음"},
		{AnswerCut, "연결 끊김"},
		{AnswerHTML, "JSON 대신 HTML"},
		{AnswerTruncated, "잘린 JSON"},
		{AnswerRefused, "401 토큰 거절"},
		{AnswerForbidden, "403 앱 거절"},
		{AnswerBlocked, "403 방화벽 HTML"},
		{AnswerRedirect, "302 이동"},
		{AnswerConflict, "409 충돌"},
	}
}

func secretChoices() []answerChoice {
	return []answerChoice{{"", "정상"}, {"invalid_grant", "invalid_grant"}, {"invalid_client", "invalid_client"}}
}

func deadChoices() []answerChoice {
	return []answerChoice{{"", "정상"}, {"invalid_request", "401 invalid_request"}, {"invalid_grant", "401 invalid_grant"}}
}

func poisonChoices() []answerChoice {
	list := []answerChoice{{"", "정상"}}
	for _, p := range Poisons() {
		list = append(list, answerChoice{Answer(p), poisonText(p)})
	}
	return list
}

func poisonText(p Poison) string {
	return map[Poison]string{
		PoisonVariants500: "옵션 호출 500", PoisonVariants404: "옵션 호출 404", PoisonVariantsSlow: "옵션 호출 12초", PoisonNoNumber: "번호 없이 옴",
		PoisonNull: "null로 옴", PoisonVariantsText: "옵션이 글자로 옴", PoisonNoVariantCode: "옵션 코드 없이 옴", PoisonQuantity: "수량이 글자로 옴",
		PoisonList: "목록 호출 500",
	}[p]
}
