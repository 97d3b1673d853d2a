package cafe24_test

import (
	"errors"
	"testing"

	"cafe24-inventory-alert/internal/cafe24"
)

// The cause of a refusal follows from its description, not only from its error word or its status.
func TestBlameOfARefusal(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		status int
		body   string
		want   cafe24.Blame
	}{
		{401, `{"error":"invalid_grant","error_description":"Invalid client_secret"}`, cafe24.BlameClient},
		{400, `{"error":"invalid_grant","error_description":"INVALID client-secret."}`, cafe24.BlameClient},
		{400, `{"error":"invalid_request","error_description":"The client secret is wrong"}`, cafe24.BlameClient},
		{401, `{"error":"invalid_client","error_description":"Invalid client_secret"}`, cafe24.BlameClient},
		{401, `{"error":"invalid_client"}`, cafe24.BlameClient},
		{400, `{"error":"unauthorized_client","error_description":"refresh_token is invalid for this client"}`, cafe24.BlameClient},
		{401, `{"error":"invalid_grant","error_description":"Invalid client_id"}`, cafe24.BlameClient},
		{401, `{"error":{"code":401,"message":"Invalid client_secret"}}`, cafe24.BlameClient},
		{401, `{"error":"invalid_grant","message":"Invalid client_secret"}`, cafe24.BlameClient},

		{401, `{"error":"invalid_request","error_description":"Invalid refresh_token"}`, cafe24.BlameToken},
		{400, `{"error":"invalid_grant","error_description":"Invalid refresh_token"}`, cafe24.BlameToken},
		{400, `{"error":"invalid_grant","error_description":"refresh_token expired"}`, cafe24.BlameToken},
		{401, `{"error":"access_denied","error_description":"The Refresh Token has been revoked."}`, cafe24.BlameToken},
		{401, `{"error":{"code":401,"message":"refresh token is invalid"}}`, cafe24.BlameToken},
		{400, `{"error":"invalid_request","error_description":"만료된 refresh_token입니다."}`, cafe24.BlameToken},

		{401, `{"error":"invalid_grant"}`, cafe24.BlameGrant},
		{400, `{"error":"invalid_grant","error_description":"Uninstalled app"}`, cafe24.BlameGrant},

		{400, `{"error":"invalid_request"}`, cafe24.NoBlame},
		{400, `{"error":"invalid_request","error_description":"Invalid request: refresh_token is missing"}`, cafe24.NoBlame},
		{503, `{"error":"server_error","error_description":"Invalid client_secret"}`, cafe24.NoBlame},
		{401, "<html>Unauthorized</html>", cafe24.NoBlame},
		{502, "<html>client secret</html>", cafe24.NoBlame},
	} {
		_, err := oauthServer(t, c.status, "application/json", c.body, nil).Refresh(t.Context(), mallID, "refresh-0")
		if got := cafe24.BlameOf(err); got != c.want {
			t.Errorf("%d %s: %q, want %q", c.status, c.body, got, c.want)
		}
		if dead := c.want == cafe24.BlameToken || c.want == cafe24.BlameGrant; cafe24.InvalidGrant(err) != dead {
			t.Errorf("%d %s: dead %v", c.status, c.body, !dead)
		}
	}
	if got := cafe24.BlameOf(errors.New("invalid_client")); got != cafe24.NoBlame {
		t.Errorf("any error: %q", got)
	}
}
