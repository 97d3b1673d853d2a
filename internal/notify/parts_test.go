package notify_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/notify/mailsim"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/redact"
)

// divided returns the messages that m is divided into, as the store makes them.
func divided(t *testing.T, s *notify.Sender, m outgoing.Message) []outgoing.Message {
	t.Helper()
	parts := s.Parts(t.Context(), m)
	if len(parts) < 2 {
		return []outgoing.Message{m}
	}
	all := []outgoing.Message{m.Keep(parts[0])}
	if m.Purpose == outgoing.PurposeSummary {
		return all
	}
	for n, ids := range parts[1:] {
		next := m.Keep(ids)
		next.ID += int64(n) + 1
		next.Continues = true
		next.Items = slices.DeleteFunc(next.Items, func(i lowstock.Incident) bool { return !slices.Contains(ids, i.ID) })
		all = append(all, divided(t, s, next)...)
	}
	return all
}

// worst are items that take the most room: their names are as long as Cafe24
// allows. Each has a mark by which the test recognises it.
func worst(n int, fill string) []lowstock.Incident {
	items := catalogue(n)
	for i := range items {
		name := []rune(fmt.Sprintf("%04d번 ", i) + strings.Repeat(fill, 250))
		items[i].ProductName, items[i].CustomCode = string(name[:249])+"끝", fmt.Sprintf("MY-CODE-%04d-%s", i, strings.Repeat("X", 25))
		items[i].Options = []lowstock.Option{{Name: strings.Repeat("색", 60), Value: strings.Repeat("상&", 60)}, {Name: "배송", Value: "새벽"}}
		items[i].Sales = lowstock.Sales{PerDay: 1234.5, Known: true}
		items[i].Announced, items[i].Order = lowstock.ReasonOverdue, lowstock.Order{Quantity: 1_000_000, ExpectedOn: "2025-11-30"}
	}
	return items
}

// Each item that a message announces is named in exactly one mail, in its HTML
// and in its text part. No mail program cuts the HTML off, however long the names
// are.
func TestEveryItemIsNamedInExactlyOneMail(t *testing.T) {
	t.Parallel()
	for name, items := range map[string][]lowstock.Incident{
		"ordinary": selling(400), "as long as can be": worst(120, "가나다 마바"), "all markup": worst(120, `"&`),
	} {
		for _, p := range []outgoing.Purpose{outgoing.PurposeAlert, outgoing.PurposeOverflow, outgoing.PurposeDigest} {
			t.Run(name+" "+string(p), func(t *testing.T) {
				t.Parallel()
				s, server := inbox(t, mailsim.Config{}, nil)
				all := slices.Clone(items)
				for i := range all {
					all[i].Announced = lowstock.ReasonRaised
				}
				for _, m := range divided(t, s, purpose(p, all...)) {
					send(t, s, m)
				}
				seen := map[string]int{}
				for _, m := range server.Messages() {
					if len(m.HTML) > 95_000 || len(m.Text) > 95_000 {
						t.Errorf("%d bytes of HTML, %d of text", len(m.HTML), len(m.Text))
					}
					page := strings.Join(pageText(t, m.HTML), "\n")
					for _, i := range all {
						if strings.Contains(m.Text, i.Code()) != strings.Contains(page, i.Code()) {
							t.Errorf("page and text do not name the same: %s", i.Code())
						}
						if strings.Contains(m.Text, i.ProductName) && strings.Contains(page, i.ProductName) && strings.Contains(m.Text, i.Code()) {
							seen[i.VariantCode]++
						}
					}
				}
				for _, i := range all {
					if seen[i.VariantCode] != 1 {
						t.Errorf("%s is named in %d mails", i.VariantCode, seen[i.VariantCode])
					}
				}
				t.Logf("%d items in %d mails", len(all), len(server.Messages()))
			})
		}
	}
}

// The division does not change later: the first message still has room for the
// items that it names after some of them have recovered.
func TestARetryNamesTheSame(t *testing.T) {
	t.Parallel()
	s := newSender(t, config())
	for _, channel := range notify.Channels() {
		m := alert(selling(400)...)
		m.Channel = channel
		for n, part := range divided(t, s, m) {
			part.Items = slices.Delete(slices.Clone(part.Items), 1, 2)
			if again := s.Parts(t.Context(), part); len(again) != 1 || len(again[0]) != len(part.Items) {
				t.Errorf("%s: message %d of %d items is divided again: %v", channel, n, len(part.Items), again)
			}
		}
		first, again := s.Parts(t.Context(), m), s.Parts(t.Context(), m)
		if diff := cmp.Diff(first, again); diff != "" {
			t.Errorf("%s: the division differs: %s", channel, diff)
		}
	}
	summary := purpose(outgoing.PurposeSummary, selling(60)...)
	parts := s.Parts(t.Context(), summary)
	if len(parts) != 2 || len(parts[0]) != 20 || len(parts[1]) != 40 {
		t.Fatalf("a summary of 60 is divided into %v", parts)
	}
	kept := summary.Keep(parts[0])
	for n := range kept.Items {
		kept.Items[n].Price = strconv.Itoa(n * 1000) // the order by loss differs from that at the first attempt
	}
	again := s.Parts(t.Context(), kept)
	slices.Sort(parts[0])
	slices.Sort(again[0])
	if diff := cmp.Diff(parts[0], again[0]); diff != "" {
		t.Errorf("the second attempt of a summary names others: %s", diff)
	}
}

// A merchant's case: sixty items stand, and one is new since the last digest.
func TestADigestLeadsWithWhatIsNew(t *testing.T) {
	t.Parallel()
	items := selling(61)
	for n := range items {
		items[n].Kind, items[n].Quantity, items[n].Announced = lowstock.KindOut, 0, ""
	}
	items[60].ProductName, items[60].CustomCode = "새로 나온 머그컵", "MUG-BLUE"
	items[60].Kind, items[60].Quantity, items[60].Threshold, items[60].Announced = lowstock.KindLow, 8, 10, lowstock.ReasonRaised
	got := mailFor(t, purpose(outgoing.PurposeDigest, items...), nil)
	if !strings.Contains(got.Subject, "새로 나온 머그컵") {
		t.Errorf("subject %q", got.Subject)
	}
	for part, text := range map[string]string{"text": got.Text, "page": strings.Join(pageText(t, got.HTML), "\n")} {
		_, body, _ := strings.Cut(text, "지금 품절 60개, 부족 1개")
		var at []int
		for _, want := range []string{"새로 부족해진 품목", "새로 나온 머그컵", "MUG-BLUE", "계속 부족한 품목\n", "외 40개 품목"} {
			at = append(at, strings.Index(body, want))
		}
		if at[0] < 0 || !slices.IsSorted(at) {
			t.Errorf("%s: order %v in %s", part, at, text)
		}
		if n := strings.Count(text, "MUG-BLUE"); n != 1 {
			t.Errorf("%s: named %d times", part, n)
		}
	}
	items[60].Announced = ""
	if got := mailFor(t, purpose(outgoing.PurposeDigest, items...), nil); strings.Contains(got.Text+got.HTML, "새로 부족해진") {
		t.Error("the next day's digest leads with it again")
	}
}

// Items that the first sync found come after items that are new.
func TestWhatASummaryCountedComesAfterWhatIsNew(t *testing.T) {
	t.Parallel()
	items := selling(30)
	for n := range items {
		items[n].Kind, items[n].Quantity, items[n].Announced, items[n].Counted = lowstock.KindOut, 0, lowstock.ReasonRaised, true
	}
	items[29].Quantity, items[29].Counted, items[29].CustomCode = 3, false, "NEW-ONE"
	text := mailFor(t, purpose(outgoing.PurposeDigest, items...), nil).Text
	if at := strings.Index(text, "[품절]"); at < strings.Index(text, "NEW-ONE") {
		t.Error(text)
	}
}

// Standing items are left out when new items need the room.
func TestWhatStandsGivesWay(t *testing.T) {
	t.Parallel()
	s := newSender(t, config())
	items := worst(60, "가나다 마바")
	for n := range items {
		if n >= 25 {
			items[n].Announced = ""
		}
	}
	m := purpose(outgoing.PurposeDigest, items...)
	if parts := s.Parts(t.Context(), m); len(parts) != 1 || len(parts[0]) != 25 {
		t.Fatalf("parts of %d", len(parts))
	}
	got := mailFor(t, m, nil)
	if len(got.HTML) > 95_000 || strings.Count(got.Text, "MY-CODE") < 25 || !strings.Contains(got.Text, "품목이 더 있어요") {
		t.Errorf("%d bytes with %d items", len(got.HTML), strings.Count(got.Text, "MY-CODE"))
	}
}

// A name is shown in full, with the merchant's own code or else Cafe24's, so that
// two products never look the same.
func TestNamesAreShownInFull(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("겨울 기모 ", 41) + "끝판왕"
	items := []lowstock.Incident{
		incident(func(i *lowstock.Incident) { i.ProductName, i.CustomCode = long, "내코드-1" }),
		incident(func(i *lowstock.Incident) { i.ID, i.ProductName, i.VariantCode = 502, long, "P0000ABC000B" }),
	}
	m := alert(items...)
	got := mailFor(t, m, nil)
	_, slack := postToSlack(t, m)
	for part, text := range map[string]string{"text": got.Text, "page": got.HTML, "slack": string(slack)} {
		if strings.Count(text, long) != 2 || !strings.Contains(text, "내코드-1") || !strings.Contains(text, "P0000ABC000B") {
			t.Errorf("%s: %s", part, text)
		}
	}
	if strings.Contains(got.Text, "P00000EY000A") {
		t.Error("Cafe24's code stands beside the merchant's own")
	}
}

// Slack and webhooks name every item too, in as many messages as necessary.
func TestEveryItemIsNamedInExactlyOnePost(t *testing.T) {
	t.Parallel()
	h := newHook(t)
	s := h.sender(t, nil)
	for name, items := range map[string][]lowstock.Incident{"ordinary": selling(400), "worst": worst(90, `<&`)} {
		for channel, target := range everyTarget("") {
			m := alert(items...)
			m.Channel, m.Recipient, m.Target = channel, string(channel), redact.Secret(h.URL+target)
			seen := map[string]int{}
			for _, part := range divided(t, s, m) {
				send(t, s, part)
				body := h.last(t).body
				if !json.Valid(body) || channel == lowstock.ChannelWebhook && len(body) > 20_000 {
					t.Errorf("%s %s: %d bytes", name, channel, len(body))
				}
				for _, i := range items {
					if strings.Contains(string(body), i.Code()) {
						seen[i.VariantCode]++
					}
				}
			}
			for _, i := range items {
				if seen[i.VariantCode] != 1 {
					t.Errorf("%s %s: %s is named in %d messages", name, channel, i.VariantCode, seen[i.VariantCode])
				}
			}
		}
	}
}
