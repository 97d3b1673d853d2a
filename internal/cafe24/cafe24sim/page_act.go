package cafe24sim

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// controlAct does the action of one of the control page's forms and returns to the page from which it was sent.
func (s *Server) controlAct(w http.ResponseWriter, r *http.Request, m *mall) {
	r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
	done, err := s.act(m.id, r)
	back := url.Values{"said": {done}}
	for _, keep := range []string{"q", "show"} {
		if v := r.PostFormValue(keep); v != "" {
			back.Set(keep, v)
		}
	}
	if err != nil {
		back.Set("said", explain(err))
		back.Set("failed", "1")
	}
	page := "control"
	if r.PostFormValue("back") == "orders" {
		page = "orders"
	}
	http.Redirect(w, r, path(m, page)+"?"+back.Encode(), http.StatusSeeOther)
}

var errForm = errors.New("cafe24sim: the form is not understood")

func (s *Server) act(mallID string, r *http.Request) (string, error) {
	switch r.PostFormValue("do") {
	case "sell", "restock", "set":
		return s.actStock(mallID, r)
	case "switch":
		return s.actSwitch(mallID, r)
	case "edit":
		return s.actEdit(mallID, r)
	case "cancel":
		return "주문을 취소하고 재고를 돌려놨어요", s.CancelOrder(mallID, r.PostFormValue("order"))
	case "delete_order":
		return "주문서를 삭제하고 재고를 돌려놨어요", s.DeleteOrder(mallID, r.PostFormValue("order"))
	case "return":
		return "반품을 완료하고 재고를 돌려놨어요", s.ReturnOrder(mallID, r.PostFormValue("order"))
	case "add_to_order":
		return s.actAddToOrder(mallID, r)
	case "category", "supplier", "shop":
		return s.actLists(mallID, r)
	case "shoppers":
		return s.actShoppers(mallID, r)
	case "faults":
		return s.actFaults(mallID, r)
	case "poison":
		return s.actPoison(mallID, r)
	case "shapes":
		return s.actShapes(mallID, r)
	case "heal":
		return "고장을 모두 껐어요", errors.Join(s.SetFaults(mallID, Faults{}), s.Heal(mallID), s.SetShapes(mallID))
	case "expire_tokens":
		return "접근 토큰이 지금 끝났어요. 앱이 다음 호출에서 갱신해요", s.ExpireTokens(mallID)
	case "secret":
		s.SetClientSecret("reissued-" + secret())
		return "클라이언트 시크릿을 다시 발급했어요. 앱이 새 값을 알 때까지 토큰을 받지 못하고 앱 열기도 거절돼요", nil
	case "secret_back":
		s.SetClientSecret("")
		return "처음의 클라이언트 시크릿으로 돌아갔어요", nil
	case "reception":
		return "웹훅 수신 설정을 바꿨어요", s.SetReception(mallID, r.PostFormValue("on") == "T")
	case "uninstall":
		return "앱을 삭제했어요. 앱을 다시 열면 설치를 시작해요", s.UninstallApp(mallID)
	case "expire":
		return "앱 사용 기간이 끝났어요", s.ExpireApp(mallID)
	}
	return "", errForm
}

func (s *Server) actStock(mallID string, r *http.Request) (string, error) {
	code, n := r.PostFormValue("variant"), 0
	n, err := strconv.Atoi(r.PostFormValue("n"))
	if err != nil || n < -1_000_000 || n > 1_000_000 {
		return "", errForm
	}
	done := fmt.Sprintf("%s 재고를 %d개로 바꿨어요", code, n)
	switch r.PostFormValue("do") {
	case "sell":
		_, err = s.Sell(mallID, code, max(n, 1))
		done = fmt.Sprintf("%s %d개가 팔렸어요", code, max(n, 1))
	case "restock":
		err = s.Restock(mallID, code, n)
		done = fmt.Sprintf("%s %d개를 입고했어요", code, n)
	default:
		err = s.SetStock(mallID, code, n)
	}
	return done, err
}

func (s *Server) actEdit(mallID string, r *http.Request) (string, error) {
	no, err := strconv.Atoi(r.PostFormValue("product"))
	if err != nil {
		return "", errForm
	}
	name := strings.TrimSpace(r.PostFormValue("name"))
	hidden, notSelling := r.PostFormValue("display") != "T", r.PostFormValue("selling") != "T"
	e := Edit{Hidden: &hidden, NotSelling: &notSelling}
	if name != "" {
		e.Name = &name
	}
	return "상품을 수정했어요", s.EditProduct(mallID, no, e)
}

// actSwitch sets the properties of a variant that Cafe24 keeps besides its quantity.
func (s *Server) actSwitch(mallID string, r *http.Request) (string, error) {
	code := r.PostFormValue("variant")
	return code + " 설정을 바꿨어요", s.SetInventory(mallID, code, func(v *Variant) {
		v.Oversell, v.Important = r.PostFormValue("oversell") == "T", r.PostFormValue("important") == "T"
	})
}

func (s *Server) actShoppers(mallID string, r *http.Request) (string, error) {
	rate, err := strconv.ParseFloat(r.PostFormValue("rate"), 64)
	if err != nil {
		return "", errForm
	}
	speed, err := strconv.ParseFloat(r.PostFormValue("speed"), 64)
	if err != nil || speed <= 0 || speed > 10_000 {
		return "", errForm
	}
	s.SetSpeed(speed)
	return "손님 수와 시간 속도를 바꿨어요", s.SetShopperRate(mallID, rate)
}

func (s *Server) actFaults(mallID string, r *http.Request) (string, error) {
	share := func(name string) float64 {
		percent, err := strconv.ParseFloat(r.PostFormValue(name), 64)
		if err != nil {
			return 0
		}
		return min(max(percent, 0), 100) / 100
	}
	f := Faults{
		Answer: Answer(r.PostFormValue("answer")), AnswerShare: share("answer_share"), LoseWebhooks: share("lose"), FailWebhooks: share("fail"),
		DoubleWebhooks: share("double"), ReorderWebhooks: share("reorder"), Revoked: r.PostFormValue("revoked") == "T",
		RefreshFails: r.PostFormValue("refresh_fails") == "T", TokenDown: r.PostFormValue("token_down") == "T",
		ScopeMissing: r.PostFormValue("scope_missing") == "T", EmptyItems: r.PostFormValue("empty_items") == "T",
		HTMLNames: r.PostFormValue("html_names") == "T",
		SetItems:  SetItems(r.PostFormValue("set_items")), NoBundles: r.PostFormValue("no_bundles") == "T",
	}
	f.setPlatformFaults(r)
	if r.PostFormValue("stale") == "T" {
		f.StaleFor = 5 * time.Second
	}
	return "고장 설정을 바꿨어요", s.SetFaults(mallID, f)
}

// setPlatformFaults sets the faults of the app's credentials, of API versions and of the quota's headers.
func (f *Faults) setPlatformFaults(r *http.Request) {
	f.WrongSecret, f.SecretWord = r.PostFormValue("secret_word") != "", r.PostFormValue("secret_word")
	f.DeadRefresh, f.OfferedVersions = r.PostFormValue("dead_refresh"), strings.TrimSpace(r.PostFormValue("versions"))
	if usage, err := strconv.ParseFloat(r.PostFormValue("call_usage"), 64); err == nil {
		f.CallUsage = max(usage, 0)
	}
}

func (s *Server) actAddToOrder(mallID string, r *http.Request) (string, error) {
	n, err := strconv.Atoi(r.PostFormValue("n"))
	if err != nil || n < 1 || n > 1_000_000 {
		return "", errForm
	}
	return "주문에 상품을 추가했어요", s.AddToOrder(mallID, strings.TrimSpace(r.PostFormValue("order")), strings.TrimSpace(r.PostFormValue("variant")), n)
}

// actLists adds a category or a supplier if no number or code is given; otherwise it renames the one with that number
// or code.
func (s *Server) actLists(mallID string, r *http.Request) (done string, err error) {
	name, entry := strings.TrimSpace(r.PostFormValue("name")), strings.TrimSpace(r.PostFormValue("entry"))
	if name == "" {
		return "", errForm
	}
	no, wrong := strconv.Atoi(entry)
	switch do := r.PostFormValue("do"); {
	case do == "shop":
		return "쇼핑몰 이름을 바꿨어요", s.RenameShop(mallID, name)
	case do == "supplier" && entry == "":
		entry, err = s.AddSupplier(mallID, name)
		return "공급사 " + entry + "를 등록했어요", err
	case do == "supplier":
		return "공급사 이름을 바꿨어요", s.RenameSupplier(mallID, entry, name)
	case entry == "":
		no, err = s.AddCategory(mallID, 1, name)
		return fmt.Sprintf("분류 %d번을 등록했어요", no), err
	case wrong != nil:
		return "", errForm
	}
	return "분류 이름을 바꿨어요", s.RenameCategory(mallID, no, name)
}

func (s *Server) actPoison(mallID string, r *http.Request) (string, error) {
	no, err := strconv.Atoi(r.PostFormValue("product_no"))
	if err != nil {
		return "", errForm
	}
	if _, err := s.Product(mallID, no); err != nil {
		return "", err
	}
	return "상품 하나의 답을 바꿨어요", s.SetPoison(mallID, no, Poison(r.PostFormValue("poison")))
}

func (s *Server) actShapes(mallID string, r *http.Request) (string, error) {
	var shapes []Shape
	if shape := Shape(r.PostFormValue("shape")); shape != "" {
		shapes = append(shapes, shape)
	}
	return "답의 모양을 바꿨어요", s.SetShapes(mallID, shapes...)
}

func explain(err error) string {
	switch {
	case errors.Is(err, ErrSoldOut):
		return "재고가 모자라서 팔 수 없어요"
	case errors.Is(err, ErrNoVariant), errors.Is(err, ErrNoProduct), errors.Is(err, ErrNoOrder), errors.Is(err, ErrNoEntry):
		return "찾는 상품이나 주문이 없어요"
	default:
		return "입력한 값을 이해하지 못했어요"
	}
}
