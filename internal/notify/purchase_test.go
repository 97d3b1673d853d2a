package notify_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"slices"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/notify/mailsim"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/sheet"
	"cafe24-inventory-alert/views/words"
)

func day(month time.Month, of int) time.Time { return time.Date(2026, month, of, 0, 0, 0, 0, time.UTC) }

// order is a purchase order of n lines.
func order(n int) outgoing.Message {
	m := purpose(outgoing.PurposePurchase)
	m.Channel, m.Recipient = outgoing.ChannelSupplier, "sales@hangyeol.example"
	m.Purchase = &outgoing.PurchaseMail{
		Order: 12, Revision: 1, Number: "PO-2611-0001", Supplier: "한결직물", SentOn: day(time.November, 22), On: day(time.December, 1),
		Note: "오전에 도착하게 해 주세요.\n뒷문으로 부탁드려요.", To: []string{"sales@hangyeol.example", "kim@hangyeol.example"}, ReplyTo: "buy@linenhouse.example",
		Currency: "KRW", Costs: true, Locale: "ko", Token: "the-token-of-the-page",
	}
	names := []string{"워싱 린넨 셔츠", "코튼 와이드 팬츠", "=HYPERLINK(\"x\")"}
	for i := range n {
		line := outgoing.PurchaseLine{
			Name: names[i%len(names)], Options: []lowstock.Option{{Name: "색상", Value: "블랙"}}, Code: "LS-0" + string(rune('1'+i%9)),
			Units: 120 - i%3*5, Pack: 24, UnitCost: 1_590_000, On: day(time.December, 1+i%2*3),
		}
		m.Purchase.Lines = append(m.Purchase.Lines, line)
	}
	return m
}

func news(kinds ...outgoing.NewsKind) outgoing.Message {
	m := purpose(outgoing.PurposePurchaseNews)
	m.Channel = outgoing.ChannelNews
	m.News = &outgoing.PurchaseNews{Order: 12, Number: "PO-2611-0001", Supplier: "한결직물", Kinds: kinds}
	return m
}

func purchaseMails() map[string]outgoing.Message {
	plain := english(order(2))
	plain.Purchase.Costs, plain.Purchase.Token, plain.Purchase.Note, plain.Purchase.Currency = false, "", "", "USD"
	remind := order(1)
	remind.Purchase.Remind = true
	refused := news(outgoing.NewsRefused)
	refused.News.Address = "sales@hangyeol.example"
	short := news(outgoing.NewsShort, outgoing.NewsLater, outgoing.NewsMessage)
	short.News.Text = "원단이 부족합니다."
	short.News.Lines = []outgoing.NewsLine{
		{Line: 1, Variant: "P0000003C", Name: "워싱 린넨 셔츠", Options: []lowstock.Option{{Name: "색상", Value: "블랙"}}, Code: "LS-01", Ordered: 120, Can: 80, Was: day(time.December, 1), On: day(time.December, 4)},
		{Line: 2, Variant: "P0000004D", Name: "코튼 와이드 팬츠", Code: "LS-02", Ordered: 24, Can: 0, Was: day(time.December, 1), On: day(time.December, 1)},
	}
	digest := purpose(outgoing.PurposeDigest, catalogue(2)...)
	digest.Silent = []outgoing.SilentOrder{{Number: "PO-2611-0001", Supplier: "한결직물"}, {Number: "PO-2611-0003", Supplier: "보리상사", Seen: true}}
	return map[string]outgoing.Message{
		"purchase": order(3), "purchase_en": plain, "purchase_remind": remind, "purchase_remind_en": english(remind), "purchase_long": order(200),
		"purchase_news_refused": refused, "purchase_news_refused_en": english(refused),
		"purchase_news_short": short, "purchase_news_short_en": english(short), "purchase_news_later": news(outgoing.NewsLater), "purchase_news_message": news(outgoing.NewsMessage),
		"digest_silent": digest, "digest_silent_en": english(digest),
	}
}

// attachments returns the attached files of a mail by their names.
func attachments(t *testing.T, m mailsim.Message) map[string][]byte {
	t.Helper()
	parsed, err := mail.ReadMessage(strings.NewReader(m.Raw))
	if err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(parsed.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	parts := multipart.NewReader(parsed.Body, params["boundary"])
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return files
		}
		if err != nil {
			t.Fatal(err)
		}
		if part.FileName() == "" {
			continue
		}
		body, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, part))
		if err != nil {
			t.Fatal(err)
		}
		files[part.FileName()] = body
	}
}

// TestAnOrderIsMailedAsItWasShown: the mall's name sends it, the reply goes to
// the mall's purchasing address, one address gets it, and the table is attached
// in both forms (erpnext #14884, #4164).
func TestAnOrderIsMailedAsItWasShown(t *testing.T) {
	t.Parallel()
	got := mailFor(t, order(3), nil)
	if got.Subject != "[발주서] PO-2611-0001 · 리넨하우스" {
		t.Errorf("subject %q", got.Subject)
	}
	if !slices.Equal(got.To, []string{"sales@hangyeol.example"}) {
		t.Errorf("sent to %q", got.To)
	}
	from, err := got.Header.AddressList("From")
	if err != nil || from[0].Name != "리넨하우스" || from[0].Address != "alert@stock.example" {
		t.Errorf("from %v, %v", from, err)
	}
	if reply, err := got.Header.AddressList("Reply-To"); err != nil || len(reply) != 1 || reply[0].Address != "buy@linenhouse.example" {
		t.Errorf("reply to %v, %v", reply, err)
	}
	for _, name := range []string{"Cc", "Bcc", "List-Unsubscribe", "Auto-Submitted"} {
		if value := got.Header.Get(name); value != "" {
			t.Errorf("%s: %q", name, value)
		}
	}
	for _, part := range []string{got.Text, got.HTML} {
		for _, want := range []string{"5박스 (120개)", "1,908,000원", "개당 15,900원", "https://stock.example/s/the-token-of-the-page", "buy@linenhouse.example", "sales@hangyeol.example, kim@hangyeol.example", "12월 1일"} {
			if !strings.Contains(part, want) {
				t.Errorf("the mail lacks %q", want)
			}
		}
	}
	files := attachments(t, got)
	rows := rowsOf(t, files["PO-2611-0001.xlsx"])
	if len(files) != 2 || len(rows) != 4 || rows[1][0] != "1" || rows[1][4] != "120" || rows[1][6] != "5" || rows[1][7] != "2026-12-01" || rows[1][8] != "15900" || rows[1][9] != "1908000" {
		t.Errorf("%d files, rows %q", len(files), rows)
	}
	if csv := rowsOf(t, files["PO-2611-0001.csv"]); len(csv) != 4 || csv[3][2] != "=HYPERLINK(\"x\")" || !bytes.Contains(files["PO-2611-0001.csv"], []byte("'=HYPERLINK")) {
		t.Errorf("rows of the CSV %q", csv)
	}
}

func rowsOf(t *testing.T, file []byte) (rows [][]string) {
	t.Helper()
	if err := sheet.Read(t.Context(), bytes.NewReader(file), func(r sheet.Row) error { rows = append(rows, slices.Clone(r.Cells)); return nil }); err != nil {
		t.Fatal(err)
	}
	return rows
}

// TestCostsAreShownOnlyIfTheMallWants: neither the mail nor its files name one.
func TestCostsAreShownOnlyIfTheMallWants(t *testing.T) {
	t.Parallel()
	m := order(2)
	m.Purchase.Costs = false
	got := mailFor(t, m, nil)
	files := attachments(t, got)
	for what, text := range map[string]string{"text": got.Text, "page": got.HTML, "csv": string(files["PO-2611-0001.csv"])} {
		if strings.Contains(text, "15,900") || strings.Contains(text, "15900") || strings.Contains(text, "1,908,000") {
			t.Errorf("the %s has a cost", what)
		}
	}
	if rows := rowsOf(t, files["PO-2611-0001.xlsx"]); len(rows[0]) != 8 {
		t.Errorf("columns %q", rows[0])
	}
}

// TestAnOrderOfManyLinesFits: the mail names as many as it has room for, and the
// tables have all.
func TestAnOrderOfManyLinesFits(t *testing.T) {
	t.Parallel()
	m := order(1000)
	for i := range m.Purchase.Lines {
		m.Purchase.Lines[i].Name = strings.Repeat("가나다라 ", 40)
	}
	got := mailFor(t, m, nil)
	if n := max(len(got.HTML), len(got.Text)); n > 100_000 {
		t.Errorf("%d bytes", n)
	}
	if rows := rowsOf(t, attachments(t, got)["PO-2611-0001.xlsx"]); len(rows) != 1001 {
		t.Errorf("%d rows", len(rows))
	}
}

func TestPurchaseHostileNames(t *testing.T) {
	t.Parallel()
	want := len(mailFor(t, order(1), nil).Header)
	for name, evil := range hostile() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := order(1)
			m.ShopName, m.Purchase.Supplier, m.Purchase.Note = evil, evil, evil
			m.Purchase.Lines[0].Name, m.Purchase.Lines[0].Code = evil, evil
			m.Purchase.Lines[0].Options = []lowstock.Option{{Name: evil, Value: evil + "x"}}
			got := mailFor(t, m, nil)
			if len(got.Header) != want {
				t.Errorf("%d headers, want %d: %v", len(got.Header), want, got.Header)
			}
			if strings.Contains(got.HTML, "<script") || strings.Contains(got.HTML, "<img") {
				t.Error("a name is markup")
			}
			for part, text := range map[string]string{"subject": got.Subject, "text": got.Text, "page": got.HTML} {
				if i := strings.IndexFunc(text, inert); i >= 0 {
					t.Errorf("the %s keeps %q", part, text[i:min(i+8, len(text))])
				}
			}
			if !slices.Equal(got.To, []string{"sales@hangyeol.example"}) || strings.Contains(got.Header.Get("From"), "victim") {
				t.Errorf("to %q, from %q", got.To, got.Header.Get("From"))
			}
			shown := news(outgoing.NewsShort)
			shown.News.Supplier, shown.News.Text = evil, evil
			shown.News.Lines = []outgoing.NewsLine{{Name: evil, Code: evil, Ordered: 2, Can: 1}}
			if got := mailFor(t, shown, nil); strings.Contains(got.HTML, "<script") || strings.IndexFunc(got.Text, inert) >= 0 {
				t.Error("the news shows a name as it is")
			}
		})
	}
}

func TestPiecesAreShownAsBoxesWhereTheyFillThem(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		units, pack int
		want        string
	}{{40, 10, "4박스 (40개)"}, {41, 10, "41개"}, {40, 1, "40개"}, {1200, 24, "50박스 (1,200개)"}} {
		if got := notify.Pieces(words.Korean, tt.units, tt.pack); got != tt.want {
			t.Errorf("%d of %d: %q", tt.units, tt.pack, got)
		}
	}
}
