// Package notify says it: it turns a message into a letter, a Slack post or a
// webhook call, makes one attempt to send it and reports what became of it. It
// owns the wording of letters, the signed links in them and the rule that reads
// an outcome out of what a server answered.
//
// It must not decide who is told or when, must not store anything and must not
// try twice: whoever calls keeps the message and its retries.
//
// The outgoing webhook follows Standard Webhooks: webhook-id is the message's
// and stays the same at every attempt, webhook-timestamp is the attempt's, and
// webhook-signature proves both and the body with the mall's own secret. A mall
// without a secret gets no signature; its receiver must treat the body as a
// hint.
package notify
