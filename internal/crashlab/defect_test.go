package crashlab

import (
	"context"
	"encoding/json"
	"fmt"
	"go/format"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// defect is a mistake that the product does not contain, and a scene in which the lab must detect it. It is inserted
// while the binary is built; the source files are not changed.
type defect struct {
	name  string
	edits []edit
	scene scene
}

// edit replaces text that occurs exactly once in a file of the repository.
type edit struct{ file, old, new string }

func defects() []defect {
	return []defect{
		{"no dedupe", []edit{{
			"internal/postgres/hints.go",
			`WHERE event_key IS NULL OR first AND (mall_id, event_key) IN (SELECT mall_id, event_key FROM recorded)`,
			`WHERE true`,
		}}, sceneRedelivery},
		{"acknowledged before the commit", []edit{{
			"internal/pipeline/intake.go",
			`	results, err := i.store.RecordHints(ctx, hints, i.delay)
`,
			`	for _, w := range batch {
		w.answer <- verdict{result: inbound.HintRecorded}
	}
	results, err := i.store.RecordHints(ctx, hints, i.delay)
`,
		}, {"internal/pipeline/intake.go", `answer: make(chan verdict, 1)`, `answer: make(chan verdict, 2)`}}, sceneDatabaseAway},
		{"no fence on what a job writes", []edit{{
			"internal/postgres/messages.go",
			`UPDATE messages g SET state = $4, error = $5, next_attempt_at = $6, sent_at = $7
			 WHERE mall_id = $1 AND message_id = $2 AND attempts = $3 AND next_attempt_at IS NOT NULL`,
			`UPDATE messages g SET state = $4, error = $5, next_attempt_at = $6, sent_at = $7
			 WHERE mall_id = $1 AND message_id = $2 AND $3::int > 0`,
		}}, sceneLateOutcome},
		{"no lock on the refresh of tokens", []edit{{
			"internal/postgres/tokens.go",
			"row := tx.QueryRow(ctx, `SELECT `+tokenColumns+` FROM tokens WHERE mall_id = $1 AND `+stillHere+` FOR UPDATE`",
			"row := tx.QueryRow(ctx, `SELECT `+tokenColumns+` FROM tokens WHERE mall_id = $1 AND `+stillHere",
		}}, sceneRefreshRace},
		{"retry by the text of the error", []edit{{
			"internal/notify/mailoutcome.go",
			`case refusal.Reason == gomail.ErrSMTPDataClose:`,
			`case strings.HasPrefix(err.Error(), "5"):`,
		}}, sceneCutMails},
		{"a stale reading wins", []edit{{
			"internal/postgres/levels.go",
			`if was != nil && !r.started.After(was.observed) || (was == nil`,
			`if (was == nil`,
		}}, sceneStaleReading},
		{"the mark goes outside of the transaction that does its work", []edit{{
			"internal/postgres/dirty.go",
			`UPDATE dirty_products d SET due_at = $2::timestamptz + $4::interval
			    FROM due WHERE d.mall_id = $1 AND d.product_no = due.product_no`,
			`DELETE FROM dirty_products d
			   USING due WHERE d.mall_id = $1 AND d.product_no = due.product_no AND $4::interval > '0'`,
		}}, sceneKilledReading},
		{"collected without a claim", []edit{{
			"internal/postgres/collect.go",
			`UPDATE deliveries d SET collect_at = NULL, message_id = mail.message_id`,
			`UPDATE deliveries d SET message_id = mail.message_id`,
		}}, sceneOneMail},
		{"late goods are announced without a note of it", []edit{{
			"internal/postgres/goods_late.go",
			"UPDATE purchase_lines SET late_on = $4 WHERE mall_id = $1 AND order_id = $2 AND line_no = $3`, s.id, l.Order, l.Line, today)",
			"UPDATE purchase_lines SET late_on = NULL WHERE mall_id = $1 AND order_id = $2 AND line_no = $3 AND $4::date IS NOT NULL`, s.id, l.Order, l.Line, today)",
		}, {
			"internal/postgres/goods_late.go",
			"UPDATE malls SET goods_late_on = $2 WHERE mall_id = $1`, s.id, today)",
			"UPDATE malls SET goods_late_on = NULL WHERE mall_id = $1 AND $2::date IS NOT NULL`, s.id, today)",
		}}, sceneLateGoods},
		// The product really had this defect until the lab was written.
		{"a renewed pair goes with its transaction", []edit{{
			"internal/install/token.go",
			`if err != nil && renewed.Access != "" {`,
			`if err != nil && renewed.Access == "never" {`,
		}}, sceneRenewalInterrupted},
	}
}

// plant writes changed copies of the files and returns the file that go build -overlay reads.
func (d defect) plant(t *testing.T) (overlay string) {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	changed := map[string]string{}
	for _, e := range d.edits {
		source, is := changed[e.file]
		if !is {
			content, err := os.ReadFile(filepath.Join(root, e.file))
			if err != nil {
				t.Fatal(err)
			}
			source = string(content)
		}
		if n := strings.Count(source, e.old); n != 1 {
			t.Fatalf("defect %q: the text it replaces stands %d times in %s; change the list of defects with the source:\n%s", d.name, n, e.file, e.old)
		}
		changed[e.file] = strings.Replace(source, e.old, e.new, 1)
	}
	dir, replace := t.TempDir(), map[string]string{}
	for file, source := range changed {
		if _, err := format.Source([]byte(source)); err != nil {
			t.Fatalf("defect %q makes of %s what is no Go: %v", d.name, file, err)
		}
		to := filepath.Join(dir, strings.ReplaceAll(file, "/", "_"))
		if err := os.WriteFile(to, []byte(source), 0o600); err != nil {
			t.Fatal(err)
		}
		replace[filepath.Join(root, file)] = to
	}
	content, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	overlay = filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(overlay, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return overlay
}

// TestDefectsApply checks that each defect still matches the source that it changes.
func TestDefectsApply(t *testing.T) {
	t.Parallel()
	if n := len(defects()); n < 8 {
		t.Errorf("%d defects", n)
	}
	for _, d := range defects() {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			d.plant(t)
		})
	}
}

// TestDefects runs the scene of every defect twice: the product passes, and the product with the defect does not. Each
// takes up to a minute, so only make crashlab-defects runs them (CRASHLAB_DEFECTS=all, or a part of a name).
func TestDefects(t *testing.T) { //nolint:tparallel // two cores can run one lab, but not several at once
	t.Parallel()
	chosen := os.Getenv("CRASHLAB_DEFECTS")
	var sound string
	for _, d := range defects() { //nolint:paralleltest // as above
		if chosen == "" || chosen != "all" && !strings.Contains(d.name, chosen) {
			continue
		}
		if sound == "" {
			sound = build(t, "")
		}
		t.Run(d.name, func(t *testing.T) {
			if wrong := d.play(t, "sound", sound); len(wrong) > 0 {
				t.Errorf("the sound product fails: %q", wrong)
			}
			wrong := d.play(t, "planted", build(t, d.plant(t)))
			if len(wrong) == 0 {
				t.Error("the lab does not see it")
			}
			t.Logf("%-62s caught: %s", d.name, strings.Join(wrong, "; "))
		})
	}
}

func (d defect) play(t *testing.T, which, binary string) (wrong []string) {
	t.Helper()
	t.Run(which, func(t *testing.T) {
		m := newModel()
		m.quantity[0] = 5
		m.forget()
		l := newLab(t, binary, m.quantity[:sceneItems])
		l.ok(l.sim.SetFaults(string(mall), usualInScene()))
		l.must(t.Context(), "the first mail", func(ctx context.Context) string {
			mails, err := l.mails(ctx)
			return missing(err == nil && len(mails) == 0 && len(l.inbox.Messages()) > 0, "%d mails, %v", len(mails), err)
		})
		wrong = d.scene(t.Context(), l)
		if len(wrong) == 0 {
			wrong = l.after(t.Context())
		}
		t.Logf("%s: %d wrong", which, len(wrong))
	})
	return wrong
}

// after returns what is wrong after a scene. These checks are the same for every scene.
func (l *lab) after(ctx context.Context) (wrong []string) {
	for _, look := range []func(context.Context) []string{l.checkStored, l.checkToken, l.checkLogs} {
		wrong = append(wrong, look(ctx)...)
	}
	return wrong
}

func (d defect) String() string { return fmt.Sprintf("defect %q", d.name) }
