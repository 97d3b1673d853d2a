package notify

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/textproto"
	"regexp"
	"strconv"
	"strings"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

	"cafe24-inventory-alert/internal/outgoing"
)

// The outcome of a mail that go-mail does not report as delivered. Its IsTemp
// cannot be used: it checks whether the text starts with a 4, so every broken
// connection would be final. The outcome follows from the SMTP step and the
// server's code:
//
//	before the mail was handed over    retrying, whatever broke
//	refused for good, recipient/mail   failed; a bounce if the address does not exist
//	refused for good, sender/login     retrying: a setting is wrong, not the address
//	no answer after the final dot      unknown: the server may have accepted it

// dialOutcome derives the outcome of a failure before MAIL FROM: nothing was
// handed over.
func dialOutcome(ctx context.Context, err error) outgoing.Outcome {
	var answer *textproto.Error
	switch {
	case errors.As(err, &answer) && isAuthCode(answer.Code), isAuthError(err):
		return retrying("letter.error.auth", scrub(err))
	case answer != nil && answer.Code/100 == 4:
		return retrying("letter.error.deferred", scrub(err))
	case answer != nil:
		return retrying("letter.error.connect", scrub(err))
	case isTLSError(err):
		return retrying("letter.error.tls", scrub(err))
	}
	return brokenOutcome(ctx, err)
}

// sendOutcome derives the outcome of a failure from MAIL FROM on.
func sendOutcome(ctx context.Context, err error) outgoing.Outcome {
	var refusal *gomail.SendError
	if !errors.As(err, &refusal) {
		return brokenOutcome(ctx, err)
	}
	code := refusal.ErrorCode()
	switch {
	case isAuthCode(code):
		return retrying("letter.error.auth", scrub(err))
	case code >= 500:
		return refusedOutcome(refusal, code, scrub(err))
	case code >= 400:
		return retrying("letter.error.deferred", scrub(err))
	case refusal.Reason == gomail.ErrSMTPDataClose:
		return unknown(scrub(err))
	}
	return brokenOutcome(ctx, err)
}

// answered reports whether the server still answers, so that QUIT can be sent.
func answered(err error) bool {
	var refusal *gomail.SendError
	return errors.As(err, &refusal) && refusal.ErrorCode() > 0
}

var enhancedCode = regexp.MustCompile(`\b5\d\d[ -]"?(5\.\d{1,3}\.\d{1,3})\b`)

// policy matches the texts by which servers without enhanced codes say that they
// refuse for another reason than the address.
var policy = regexp.MustCompile(`(?i)spam|block|black|polic|reputation|denied|relay|reject`)

// refusedOutcome derives the outcome of a permanent refusal, and its cause in
// words. Only an address that does not exist bounces. A full mailbox or a filter
// may accept the next mail.
func refusedOutcome(refusal *gomail.SendError, code int, err error) outgoing.Outcome {
	enhanced := ""
	if found := enhancedCode.FindStringSubmatch(refusal.Error()); found != nil {
		enhanced = found[1]
	}
	switch {
	case refusal.Reason == gomail.ErrSMTPMailFrom, enhanced == "5.1.7", enhanced == "5.1.8": // many servers refuse the sender at RCPT only
		return retrying("letter.error.sender", err)
	case refusal.Reason != gomail.ErrSMTPRcptTo:
		return failed("letter.error.rejected", err)
	case enhanced == "5.2.2", enhanced == "" && code == 552:
		return failed("letter.error.mailbox_full", err)
	case strings.HasPrefix(enhanced, "5.1."),
		enhanced == "" && (code == 550 || code == 551 || code == 553) && !policy.MatchString(serverWords(refusal)):
		o := failed("letter.error.address", err)
		o.Bounce = true
		return o
	}
	return failed("letter.error.refused", err)
}

// serverWords is the server's own text, "" if it sent none.
func serverWords(err error) string {
	var refusal *gomail.SendError
	var answer *textproto.Error
	switch {
	case errors.As(err, &refusal) && refusal.ErrorCode() > 0:
		text := strings.TrimPrefix(refusal.Error(), refusal.Reason.String()+": ")
		text, _, _ = strings.Cut(text, ", affected recipient(s):")
		text, _, _ = strings.Cut(text, ", affected message ID:")
		return unquoted(text)
	case errors.As(err, &answer):
		return strconv.Itoa(answer.Code) + " " + answer.Msg
	}
	return ""
}

// unquoted returns 550 "no such user" as the server wrote it.
func unquoted(text string) string {
	code, rest, _ := strings.Cut(text, " ")
	if quoted, err := strconv.QuotedPrefix(rest); err == nil {
		if reply, err := strconv.Unquote(quoted); err == nil {
			return code + " " + reply
		}
	}
	return text
}

// brokenOutcome is the outcome of a connection that broke or hung before anything
// was handed over.
func brokenOutcome(ctx context.Context, err error) outgoing.Outcome {
	var slow net.Error
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		return retrying("letter.error.interrupted", scrub(err))
	case ctx.Err() != nil, errors.Is(err, context.DeadlineExceeded), errors.As(err, &slow) && slow.Timeout():
		return retrying("letter.error.timeout", scrub(err))
	}
	return retrying("letter.error.connect", scrub(err))
}

func isAuthCode(code int) bool {
	switch code {
	case 530, 534, 535, 538:
		return true
	}
	return false
}

func isAuthError(err error) bool {
	return errors.Is(err, gomail.ErrNoSupportedAuthDiscovered) ||
		errors.Is(err, gomail.ErrPlainAuthNotSupported) ||
		errors.Is(err, smtp.ErrUnencrypted) ||
		strings.Contains(err.Error(), "does not support SMTP AUTH")
}

func isTLSError(err error) bool {
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	var alert tls.AlertError
	return errors.As(err, &certificate) || errors.As(err, &record) || errors.As(err, &alert) ||
		strings.Contains(err.Error(), "STARTTLS")
}
