package cafe24sim

import (
	"net/http"
	"slices"
	"strconv"
	"time"
)

type adminPage struct {
	frame
	Src      string // the signed launch address
	UserType string
	Lang     string
	NoApp    bool
}

// adminPage signs a launch at each load, as the mall's admin does, and shows the app in a frame.
func (s *Server) adminPage(w http.ResponseWriter, r *http.Request, m *mall) {
	launch := Launch{UserType: r.URL.Query().Get("user_type"), Lang: r.URL.Query().Get("lang")}
	if launch.UserType == "A" {
		launch.UserID, launch.UserName = m.id+"_staff", "부운영자 김하나"
	}
	m.mu.Lock()
	m.stats.Launches++
	m.mu.Unlock()
	s.page(w, http.StatusOK, "admin", adminPage{
		frame: s.frame(m, "admin"), Src: s.LaunchURL(m.id, launch), UserType: orDefault(launch.UserType, "P"),
		Lang: orDefault(launch.Lang, "ko_KR"), NoApp: s.app().URL == "",
	})
}

type ordersPage struct {
	frame
	Orders []orderLine
	Total  int
}

type orderLine struct {
	ID, Buyer, What, Status string
	Placed                  time.Time
	Pieces                  int
	Amount                  int64
	CanReturn               bool
	CanCancel               bool
}

// ordersPage lists the newest orders.
func (s *Server) ordersPage(w http.ResponseWriter, _ *http.Request, m *mall) {
	page := ordersPage{frame: s.frame(m, "orders")}
	m.mu.Lock()
	now := s.cfg.Now()
	page.Total = len(m.orders)
	for _, o := range m.orders[max(0, len(m.orders)-60):] {
		page.Orders = append(page.Orders, o.line(now))
	}
	m.mu.Unlock()
	slices.Reverse(page.Orders)
	s.page(w, http.StatusOK, "orders", page)
}

func (o *Order) line(now time.Time) orderLine {
	words := map[string]string{"N00": "입금 전", "N10": "상품 준비 중", "N30": "배송 중", "N40": "배송 완료", "C40": "취소"}
	l := orderLine{
		ID: o.ID, Buyer: o.Buyer.Name, What: o.Items[0].ProductName, Status: words[o.status(now)], Placed: o.Placed,
		Amount: o.total(), CanCancel: slices.Contains([]string{"N00", "N10"}, o.status(now)),
		CanReturn: slices.Contains([]string{"N30", "N40"}, o.status(now)),
	}
	for _, item := range o.Items {
		l.Pieces += item.Quantity
	}
	if more := len(o.Items) - 1; more > 0 {
		l.What += " 외 " + strconv.Itoa(more) + "건"
	}
	return l
}

type hooksPage struct {
	frame
	Hooks     []hookEntry
	URL       string
	Reception bool
	Stats     Stats
}

// hooksPage lists the newest webhooks with their answers.
func (s *Server) hooksPage(w http.ResponseWriter, _ *http.Request, m *mall) {
	page := hooksPage{frame: s.frame(m, "webhooks"), URL: s.app().WebhookURL}
	m.mu.Lock()
	page.Hooks = m.lastHooks(100)
	page.Reception, page.Stats = m.reception, m.stats.clone()
	m.mu.Unlock()
	s.page(w, http.StatusOK, "hooks", page)
}

func (m *mall) lastHooks(n int) []hookEntry {
	list := slices.Clone(m.hookLog[max(0, len(m.hookLog)-n):])
	slices.Reverse(list)
	return list
}

// Title names the event for merchants.
func (e hookEntry) Title() string {
	return orDefault(map[int]string{
		eventProductCreated: "상품 등록", eventProductEdited: "상품 수정", eventProductDeleted: "상품 삭제", eventProductRestored: "상품 복구",
		eventOrderCreated: "주문 접수", eventOrderPayment: "결제 상태", eventOrderCanceled: "주문 취소", eventProductsEdited: "상품 일괄 수정",
		eventOrderAdded: "주문에 상품 추가", eventOrderDeleted: "주문서 삭제", eventOrderReturned: "반품 완료", eventCategoryAdded: "분류 등록", eventCategoryEdited: "분류 수정",
		eventCategoryDeleted: "분류 삭제", eventSupplierAdded: "공급사 등록", eventSupplierEdited: "공급사 수정", eventSupplierDeleted: "공급사 삭제", eventShopEdited: "쇼핑몰 수정",
		eventVariantSoldOut: "품목 품절·재입고", eventAppDeleted: "앱 삭제", eventAppExpired: "앱 만료", eventProductSoldOut: "상품 품절 상태",
	}[e.EventNo], "이벤트")
}
