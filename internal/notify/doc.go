// Package notify sends one message: it words the message as a mail, a Slack post
// or a webhook call, makes one attempt to send it, and reports the outcome. It
// owns the wording of mails, the signed links in them, and the rule that derives
// an outcome from a server's answer.
//
// It must not decide who is notified or when. It must not store anything and must
// not retry: the caller keeps the message and schedules the retries.
//
// The outgoing webhook follows Standard Webhooks. webhook-id is the id of the
// message and is the same at every attempt. webhook-timestamp is the time of the
// attempt. webhook-signature signs both and the body with the mall's own secret.
// A mall without a secret gets no signature; its receiver must treat the body as
// a hint.
package notify
