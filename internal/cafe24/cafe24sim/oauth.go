package cafe24sim

import (
	"crypto/subtle"
	"mime"
	"net/http"
	"slices"
	"time"
)

// oauthError is an answer of the token endpoint, in OAuth's flat format.
type oauthError struct {
	status      int
	code        string
	description string
}

func invalidGrant(why string) *oauthError {
	return &oauthError{http.StatusBadRequest, "invalid_grant", why}
}

// token exchanges a code or a refresh token for a pair of tokens.
func (s *Server) token(w http.ResponseWriter, r *http.Request, m *mall) {
	r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
	s.dirty.Store(true)
	m.mu.Lock()
	m.stats.Calls[endpointOAuth]++
	strike, wait := m.strikes(endpointOAuth), m.faults.WaitHeader
	var grant Grant
	var refused *oauthError
	if !strike.refuses() && strike != AnswerError {
		grant, refused = m.grant(r)
	}
	m.mu.Unlock()
	switch {
	case refused != nil:
		s.cfg.Log.InfoContext(r.Context(), "token refused", "mall", m.id, "error", refused.code, "reason", refused.description)
		writeJSON(w, refused.status, map[string]string{"error": refused.code, "error_description": refused.description})
	case strike != "":
		s.giveFault(w, r, strike, wait, []byte(`{"access_token":"cut`))
	default:
		s.saveNow() // if a crash lost a rotated token, the mall would lose its connection
		writeJSON(w, http.StatusOK, m.tokenAnswer(grant))
	}
}

// grant handles a request to the token endpoint.
func (m *mall) grant(r *http.Request) (Grant, *oauthError) {
	if refused := m.checkClient(r); refused != nil {
		return Grant{}, refused
	}
	switch r.PostFormValue("grant_type") {
	case "authorization_code":
		return m.redeemCode(r.PostFormValue("code"), r.PostFormValue("redirect_uri"))
	case "refresh_token":
		return m.refreshToken(r.PostFormValue("refresh_token"))
	default:
		return Grant{}, &oauthError{http.StatusBadRequest, "unsupported_grant_type", "grant_type is not supported"}
	}
}

// checkClient accepts only the Basic header: it refuses the same credentials in the body, as the real platform does.
func (m *mall) checkClient(r *http.Request) *oauthError {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" || r.ParseForm() != nil {
		return &oauthError{http.StatusBadRequest, "invalid_request", "the body must be a form"}
	}
	if r.PostForm.Has("client_id") || r.PostForm.Has("client_secret") {
		return &oauthError{http.StatusBadRequest, "invalid_request", "client credentials belong in the Authorization header"}
	}
	id, key, ok := r.BasicAuth()
	right := ok && id == m.sim.cfg.ClientID && subtle.ConstantTimeCompare([]byte(key), []byte(m.sim.ClientSecret())) == 1
	if !right || m.faults.WrongSecret {
		return &oauthError{http.StatusUnauthorized, orDefault(m.faults.SecretWord, "invalid_client"), "Invalid client_secret"}
	}
	return nil
}

func (m *mall) redeemCode(value, redirect string) (Grant, *oauthError) {
	now := m.sim.cfg.Now()
	c, ok := m.vault.redeem(value)
	switch {
	case !ok || !now.Before(c.Expires):
		m.stats.InvalidGrants++
		return Grant{}, invalidGrant("the code is unknown, used or older than a minute")
	case redirect != c.Redirect:
		m.stats.InvalidGrants++
		return Grant{}, invalidGrant("redirect_uri differs from the one of the authorization")
	}
	m.stats.TokensIssued++
	return m.installApp(c.Scopes), nil
}

func (m *mall) refreshToken(value string) (Grant, *oauthError) {
	if word := m.faults.DeadRefresh; word != "" {
		m.stats.InvalidGrants++
		return Grant{}, &oauthError{http.StatusUnauthorized, word, "Invalid refresh_token"}
	}
	if m.faults.RefreshFails || m.faults.Revoked {
		m.stats.InvalidGrants++
		return Grant{}, invalidGrant("Uninstalled app")
	}
	t, ok := m.vault.rotate(value, m.sim.cfg.Now())
	if !ok {
		m.stats.InvalidGrants++
		return Grant{}, invalidGrant("the refresh token is unknown, used or expired")
	}
	m.stats.Refreshes++
	return m.issue(t.Scopes), nil
}

func (m *mall) installApp(scopes []string) Grant {
	m.vault.clear()
	m.install = installation{Installed: true, Scopes: slices.Clone(scopes), InstalledAt: m.sim.cfg.Now()}
	return m.issue(scopes)
}

func (m *mall) issue(scopes []string) Grant {
	return m.vault.issue(scopes, m.sim.cfg.Now(), m.sim.lifetime(accessLife), m.sim.lifetime(refreshLife))
}

// Grant installs the app without a browser and returns its tokens; without scopes it grants all of Config.Scopes.
func (s *Server) Grant(mallID string, scopes ...string) (Grant, error) {
	m, err := s.lock(mallID)
	if err != nil {
		return Grant{}, err
	}
	defer m.mu.Unlock()
	if len(scopes) == 0 {
		scopes = s.cfg.Scopes
	}
	return m.installApp(scopes), nil
}

// tokenAnswer has no expires_in, and its times have no zone: they are in KST, with milliseconds, which the client
// must know.
func (m *mall) tokenAnswer(g Grant) map[string]any {
	bare := func(t time.Time) string { return t.In(kst()).Format("2006-01-02T15:04:05.000") }
	return map[string]any{
		"access_token": g.AccessToken, "expires_at": bare(g.AccessExpires),
		"refresh_token": g.RefreshToken, "refresh_token_expires_at": bare(g.RefreshExpires),
		"client_id": m.sim.cfg.ClientID, "mall_id": m.id, "user_id": m.id, "scopes": g.Scopes,
		"issued_at": bare(g.Issued), "shop_no": "1", "token_type": "Bearer",
	}
}

// revoke revokes a token. An authenticated client always gets an empty 200.
func (s *Server) revoke(w http.ResponseWriter, r *http.Request, m *mall) {
	r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.stats.Calls[endpointRevoke]++
	if refused := m.checkClient(r); refused != nil {
		writeJSON(w, refused.status, map[string]string{"error": refused.code, "error_description": refused.description})
		return
	}
	delete(m.vault.access, r.PostFormValue("token"))
	delete(m.vault.refresh, r.PostFormValue("token"))
	w.WriteHeader(http.StatusOK)
}
