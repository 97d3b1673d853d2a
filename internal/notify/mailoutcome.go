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

// The outcome of a letter that go-mail does not call delivered. Its IsTemp is
// no help: it looks whether the text starts with a 4, so every broken line
// would be final. What counts is where the talk was, and the server's code:
//
//	before the letter was handed over  retrying, whatever broke
//	refused for good, recipient/letter failed; an address that is none bounces
//	refused for good, sender/login     retrying: a setting is wrong, not the address
//	silence after the final dot        unknown: the server may have taken it

// dialOutcome reads a failure from before the letter: nothing was handed over.
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

// sendOutcome reads a failure from MAIL FROM on.
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

// answered says whether the server is still there to say goodbye to.
func answered(err error) bool {
	var refusal *gomail.SendError
	return errors.As(err, &refusal) && refusal.ErrorCode() > 0
}

var enhancedCode = regexp.MustCompile(`\b5\d\d[ -]"?(5\.\d{1,3}\.\d{1,3})\b`)

// policy is how servers without enhanced codes say that it is not the address
// that they dislike.
var policy = regexp.MustCompile(`(?i)spam|block|black|polic|reputation|denied|relay|reject`)

// refusedOutcome reads a refusal for good: whose fault it is, in words. Only an
// address that does not exist bounces; a full mailbox or a filter may change
// its mind about the next letter.
func refusedOutcome(refusal *gomail.SendError, code int, err error) outgoing.Outcome {
	enhanced := ""
	if found := enhancedCode.FindStringSubmatch(refusal.Error()); found != nil {
		enhanced = found[1]
	}
	switch {
	case refusal.Reason == gomail.ErrSMTPMailFrom, enhanced == "5.1.7", enhanced == "5.1.8": // many speak of the sender at RCPT only
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

// serverWords are what the server itself said, "" where it said nothing.
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

// unquoted is 550 "no such user" as the server wrote it.
func unquoted(text string) string {
	code, rest, _ := strings.Cut(text, " ")
	if quoted, err := strconv.QuotedPrefix(rest); err == nil {
		if reply, err := strconv.Unquote(quoted); err == nil {
			return code + " " + reply
		}
	}
	return text
}

// brokenOutcome is a line that broke or hung before anything was handed over.
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
