package cafe24sim

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// authorization is a valid request for the merchant's consent.
type authorization struct {
	Redirect string
	State    string
	Scopes   []string
}

// readAuthorization checks a request for consent. A request with a wrong client or redirect address must never be
// answered by a redirect; other errors are sent to the app.
func (s *Server) readAuthorization(v url.Values) (a authorization, complaint string, err error) {
	a = authorization{Redirect: v.Get("redirect_uri"), State: v.Get("state"), Scopes: strings.Split(v.Get("scope"), ",")}
	if v.Get("client_id") != s.cfg.ClientID {
		return a, "", errors.New("client_id가 등록된 앱과 다릅니다")
	}
	if a.Redirect == "" || a.Redirect != s.app().RedirectURI {
		return a, "", fmt.Errorf("redirect_uri가 등록된 값과 다릅니다: %q", a.Redirect)
	}
	switch {
	case v.Get("response_type") != "code":
		return a, "unsupported_response_type", nil
	case a.State == "":
		return a, "invalid_request", nil
	}
	for _, scope := range a.Scopes {
		if !slices.Contains(s.cfg.Scopes, scope) {
			return a, "invalid_scope", nil
		}
	}
	return a, "", nil
}

// consent shows the page on which the merchant agrees. It is never shown in a frame.
func (s *Server) consent(w http.ResponseWriter, r *http.Request, m *mall) {
	a, complaint, err := s.readAuthorization(r.URL.Query())
	switch {
	case err != nil:
		s.page(w, http.StatusBadRequest, "problem", problemPage{Mall: m.name, Text: err.Error()})
	case complaint != "":
		sendBack(w, r, a.refused(complaint))
	default:
		s.page(w, http.StatusOK, "consent", consentPage{
			Mall: m.name, MallID: m.id, App: appName, Scopes: describeScopes(a.Scopes),
		})
	}
}

// decide handles the merchant's answer: yes sends a code that is valid for one minute, no sends access_denied.
func (s *Server) decide(w http.ResponseWriter, r *http.Request, m *mall) {
	r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
	a, complaint, err := s.readAuthorization(r.URL.Query())
	switch {
	case err != nil:
		s.page(w, http.StatusBadRequest, "problem", problemPage{Mall: m.name, Text: err.Error()})
		return
	case complaint == "" && r.PostFormValue("decision") != "allow":
		complaint = "access_denied"
	}
	if complaint != "" {
		sendBack(w, r, a.refused(complaint))
		return
	}
	m.mu.Lock()
	to := m.agree(a)
	m.mu.Unlock()
	sendBack(w, r, to)
}

func sendBack(w http.ResponseWriter, r *http.Request, to string) {
	http.Redirect(w, r, to, http.StatusFound) //nolint:gosec // G710: readAuthorization compared it with the registered address
}

func (m *mall) agree(a authorization) string {
	value := m.vault.newCode(code{Redirect: a.Redirect, Scopes: a.Scopes, Expires: m.sim.cfg.Now().Add(codeLife)})
	return a.back(url.Values{"code": {value}, "state": {a.State}})
}

func (a authorization) refused(why string) string {
	return a.back(url.Values{"error": {why}, "error_description": {why + " by the simulator"}, "state": {a.State}})
}

func (a authorization) back(v url.Values) string {
	glue := "?"
	if strings.Contains(a.Redirect, "?") {
		glue = "&"
	}
	return a.Redirect + glue + v.Encode()
}

// Consent agrees to an authorize address as the merchant would. It returns the address to which the browser is sent,
// also if the platform reports an error in it (error=…). Its own error is for a request that would end on an error
// page.
func (s *Server) Consent(mallID, authorizeURL string) (string, error) {
	u, err := url.Parse(authorizeURL)
	if err != nil {
		return "", fmt.Errorf("cafe24sim: consent: %w", err)
	}
	a, complaint, err := s.readAuthorization(u.Query())
	if err != nil {
		return "", fmt.Errorf("cafe24sim: consent: %w", err)
	}
	if complaint != "" {
		return a.refused(complaint), nil
	}
	m, err := s.lock(mallID)
	if err != nil {
		return "", err
	}
	defer m.mu.Unlock()
	return m.agree(a), nil
}

// scopeText is a permission, named for merchants.
type scopeText struct{ Name, Text string }

func describeScopes(scopes []string) []scopeText {
	words := map[string]string{
		scopeReadProduct: "상품과 재고를 조회해요", scopeWriteProduct: "상품의 안전재고를 수정해요", scopeReadCategory: "상품 분류를 조회해요",
		scopeReadSupply: "공급사 정보를 조회해요", scopeReadStore: "쇼핑몰 기본 정보를 조회해요", scopeReadOrder: "주문을 조회해요",
		scopeReadApplication: "앱과 웹훅 정보를 조회해요", scopeWriteApplication: "웹훅 수신 설정을 바꿔요",
	}
	list := make([]scopeText, len(scopes))
	for i, scope := range scopes {
		list[i] = scopeText{scope, orDefault(words[scope], scope)}
	}
	return list
}
