package notify_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/lowstock"
)

// catalogue is n incidents of one shop, of every kind.
func catalogue(n int) []lowstock.Incident {
	names := []string{
		"워싱 린넨 셔츠", "코튼 와이드 팬츠", "오가닉 거즈 손수건 3장 세트", "핸드메이드 라탄 바구니", "캔버스 토트백",
		"이름이 아주 길어서 한 줄에 다 들어가지 않는 국내산 햇 서리태 검은콩 선물 세트 대용량", "Slim Fit T-shirt", "무릎담요",
	}
	colors := []string{"블랙", "아이보리", "차콜", "올리브 그린"}
	sources := []lowstock.Scope{
		lowstock.ScopeVariant, lowstock.ScopeProduct, lowstock.ScopeCategory, lowstock.ScopeSupplier, lowstock.ScopeMall,
	}
	items := make([]lowstock.Incident, n)
	for i := range items {
		items[i] = incident(func(x *lowstock.Incident) {
			x.ID, x.ProductNo = int64(501+i), int64(128+i)
			x.VariantCode = fmt.Sprintf("P0000%04dA", i)
			x.ProductName = names[i%len(names)]
			x.Options = []lowstock.Option{{Name: "색상", Value: colors[i%len(colors)]}, {Name: "사이즈", Value: "FREE"}}
			if i%4 == 3 {
				x.Options = nil
			}
			x.Quantity, x.Threshold, x.ThresholdSource = i%7-1, 5+i*3, sources[i%len(sources)]
			x.OpenedAt = noon.Add(-time.Duration(i) * 7 * time.Minute)
			if x.Quantity <= 0 {
				x.Kind = lowstock.KindOut
			}
			switch i {
			case 1:
				x.EscalatedAt = noon.Add(-time.Minute)
			case 2:
				x.Kind = lowstock.KindOut // refilled a little
			case 3:
				x.Threshold = x.Quantity
			case 4:
				x.ProductName, x.Quantity, x.Kind = "라탄 바구니", 0, lowstock.KindOut
			case 6:
				x.OpenedAt = time.Date(2025, 12, 31, 23, 59, 0, 0, seoul)
			case 7:
				x.Quantity, x.Threshold, x.Kind = 6, 5, lowstock.KindLow // above the threshold, but not recovered
			}
		})
	}
	return items
}

// The text of every mail is kept word for word in testdata. -update rewrites it;
// read the difference before you commit it.
func TestMailsGolden(t *testing.T) {
	t.Parallel()
	for name, m := range mails() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := mailFor(t, m, nil)
			golden(t, name+".txt", got.Subject+"\n\n"+got.Text)
			golden(t, name+".html", got.HTML)
		})
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s mismatch (-want +got); -update writes it anew:\n%s", name, diff)
	}
}
