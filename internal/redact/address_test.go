package redact_test

import (
	"testing"

	"cafe24-inventory-alert/internal/redact"
)

func TestAddressesAreMasked(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                 "",
		"hanbit":           "hanbit",
		"kim@shop.example": "k***@…",
		"550 5.1.1 <kim@shop.example>: unknown user": "550 5.1.1 <k***@…>: unknown user",
		"a@b.example, 김@한글.example":                  "a***@…, 김***@…",
		"smtp;550 rcpt=lee+stock@shop.example":       "smtp;550 rcpt=l***@…",
		"3 @ 500":                                    "3 @ 500",
	} {
		if got := redact.Addresses(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}
