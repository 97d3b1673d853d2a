package postgres_test

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/internal/postgres/postgrestest"
	"cafe24-inventory-alert/internal/worklist"
)

// TestAQuestionIsLeftToAVersionThatCanSendIt: a version before, which runs on
// the same schema during a restart, neither sends nor drops it. It goes to an
// address that is no recipient of the mall, and five of an hour are enough.
func TestAQuestionIsLeftToAVersionThatCanSendIt(t *testing.T) {
	t.Parallel()
	b := setup(t)
	question := outgoing.Question{Text: "왜?\n둘째 줄 \"'<", ReplyTo: "kim@hansan.example", Operator: "hansan", Diagnostics: "{\n  \"mall\": \"hansan\"\n}"}
	b.ok(b.Mall(hansan).SendContact(t.Context(), question, "help@app.example", b.now))
	before, err := postgres.Open(t.Context(), b.url, postgres.Options{
		Keyring: postgrestest.Keyring(t), Channels: []lowstock.Channel{lowstock.ChannelEmail, lowstock.ChannelSlack, lowstock.ChannelWebhook}, Slow: 10,
	})
	b.ok(err)
	t.Cleanup(before.Close)
	older := *b
	older.Store = before
	want(t, "due to the version before", len(older.due(worklist.DueDeliver)), 0)
	id := one[int64](b, "select message_id from messages where channel = 'support'")
	_, err = older.Mall(hansan).ClaimMessage(t.Context(), id, b.now, time.Minute)
	wantCode(t, err, lowstock.CodeNotFound)

	m, err := b.Mall(hansan).ClaimMessage(t.Context(), id, b.now, time.Minute)
	b.ok(err)
	want(t, "question", *m.Question, question)
	want(t, "recipient", m.Recipient, "help@app.example")

	for range 4 {
		b.ok(b.Mall(hansan).SendContact(t.Context(), question, "help@app.example", b.now))
	}
	wantCode(t, b.Mall(hansan).SendContact(t.Context(), question, "help@app.example", b.now), lowstock.CodeRateLimited)
	want(t, "stored", one[int](b, "select count(*)::int from messages where purpose = 'contact'"), 5)
}
