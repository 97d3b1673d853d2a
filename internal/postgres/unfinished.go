package postgres

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"cafe24-inventory-alert/internal/lowstock"
)

var errUnfinished = errors.New("postgres: not written yet")

type Store struct{}

type Options struct {
	MaxConns int32
	Keyring  *Keyring
	Log      *slog.Logger
}

type Keyring struct{}

func NewKeyring(keys [][]byte) (*Keyring, error) { return nil, errUnfinished }

func Migrate(ctx context.Context, url string) error                     { return errUnfinished }
func MigrateDown(ctx context.Context, url string) error                 { return errUnfinished }
func MigrationStatus(ctx context.Context, url string) ([]string, error) { return nil, errUnfinished }

func Open(ctx context.Context, url string, o Options) (*Store, error) { return nil, errUnfinished }
func (s *Store) Close()                                               {}
func (s *Store) Pool() *pgxpool.Pool                                  { return nil }
func (s *Store) Ping(ctx context.Context) error                       { return errUnfinished }
func (s *Store) CheckSchema(ctx context.Context) error                { return errUnfinished }

func (s *Store) LaunchMall(ctx context.Context, mall lowstock.MallID, locale string) (lowstock.Mall, error) {
	return lowstock.Mall{}, errUnfinished
}
func (s *Store) Mall(ctx context.Context, mall lowstock.MallID) (lowstock.Mall, error) {
	return lowstock.Mall{}, errUnfinished
}
func (s *Store) UseLaunch(ctx context.Context, mall lowstock.MallID, nonce []byte, expires time.Time) (fresh bool, err error) {
	return false, errUnfinished
}
func (s *Store) PutCode(ctx context.Context, code lowstock.ConsentCode) error { return errUnfinished }
func (s *Store) TakeCode(ctx context.Context, purpose string, hash []byte, now time.Time) (lowstock.ConsentCode, error) {
	return lowstock.ConsentCode{}, errUnfinished
}
func (s *Store) Connect(ctx context.Context, mall lowstock.MallID, token lowstock.Token, now time.Time) error {
	return errUnfinished
}
func (s *Store) SaveShop(ctx context.Context, mall lowstock.MallID, shopName, email string) error {
	return errUnfinished
}
func (s *Store) Token(ctx context.Context, mall lowstock.MallID) (lowstock.Token, error) {
	return lowstock.Token{}, errUnfinished
}
func (s *Store) WithToken(ctx context.Context, mall lowstock.MallID, refresh func(ctx context.Context, current lowstock.Token) (lowstock.Token, error)) (lowstock.Token, error) {
	return lowstock.Token{}, errUnfinished
}
func (s *Store) PostponeToken(ctx context.Context, mall lowstock.MallID, next time.Time) error {
	return errUnfinished
}
func (s *Store) MarkReconnect(ctx context.Context, mall lowstock.MallID, reasonKey string) error {
	return errUnfinished
}
func (s *Store) Uninstall(ctx context.Context, mall lowstock.MallID, now time.Time) error {
	return errUnfinished
}
func (s *Store) Session(ctx context.Context, mall lowstock.MallID) (lowstock.Mall, error) {
	return lowstock.Mall{}, errUnfinished
}
func (s *Store) CreateAPIToken(ctx context.Context, mall lowstock.MallID, name string, hash []byte, by string) (lowstock.APIToken, error) {
	return lowstock.APIToken{}, errUnfinished
}
func (s *Store) APITokens(ctx context.Context, mall lowstock.MallID) ([]lowstock.APIToken, error) {
	return nil, errUnfinished
}
func (s *Store) DeleteAPIToken(ctx context.Context, mall lowstock.MallID, id int64) error {
	return errUnfinished
}
func (s *Store) FindAPIToken(ctx context.Context, hash []byte, now time.Time) (lowstock.MallID, string, error) {
	return "", "", errUnfinished
}

func (s *Store) RecordHints(ctx context.Context, hints []lowstock.Hint, delay time.Duration) ([]lowstock.HintResult, error) {
	return nil, errUnfinished
}
func (s *Store) ClaimDirty(ctx context.Context, mall lowstock.MallID, now time.Time, limit int, lease time.Duration) ([]lowstock.Dirty, error) {
	return nil, errUnfinished
}
func (s *Store) ApplyLevels(ctx context.Context, mall lowstock.MallID, levels lowstock.Levels, decide func(lowstock.Situation) lowstock.Decision) (lowstock.Applied, error) {
	return lowstock.Applied{}, errUnfinished
}
func (s *Store) StartSync(ctx context.Context, mall lowstock.MallID, now time.Time) (lowstock.Sync, error) {
	return lowstock.Sync{}, errUnfinished
}
func (s *Store) ClaimSync(ctx context.Context, mall lowstock.MallID, now time.Time, lease time.Duration) (lowstock.Sync, error) {
	return lowstock.Sync{}, errUnfinished
}
func (s *Store) ProgressSync(ctx context.Context, mall lowstock.MallID, sync lowstock.Sync, resumeAt time.Time) error {
	return errUnfinished
}
func (s *Store) FinishSync(ctx context.Context, mall lowstock.MallID, sync lowstock.Sync, now, nextSweep time.Time, decide func(lowstock.Situation) lowstock.Decision) (lowstock.Applied, error) {
	return lowstock.Applied{}, errUnfinished
}
func (s *Store) FailSync(ctx context.Context, mall lowstock.MallID, sync lowstock.Sync, now, nextSweep time.Time, errorKey string) error {
	return errUnfinished
}
func (s *Store) LatestSync(ctx context.Context, mall lowstock.MallID) (lowstock.Sync, error) {
	return lowstock.Sync{}, errUnfinished
}
func (s *Store) ClaimWatch(ctx context.Context, mall lowstock.MallID, now, next time.Time) (lowstock.WatchPlan, error) {
	return lowstock.WatchPlan{}, errUnfinished
}
func (s *Store) SaveCategories(ctx context.Context, mall lowstock.MallID, categories []lowstock.Category) error {
	return errUnfinished
}
func (s *Store) SaveSuppliers(ctx context.Context, mall lowstock.MallID, suppliers []lowstock.Supplier) error {
	return errUnfinished
}
func (s *Store) SaveCategoryMembers(ctx context.Context, mall lowstock.MallID, categoryNo int, productNos []int64, now time.Time, decide func(lowstock.Situation) lowstock.Decision) error {
	return errUnfinished
}
func (s *Store) RuleCategories(ctx context.Context, mall lowstock.MallID) ([]int, error) {
	return nil, errUnfinished
}
func (s *Store) Due(ctx context.Context, now time.Time, limit int) ([]lowstock.Due, error) {
	return nil, errUnfinished
}
func (s *Store) WakeSnoozed(ctx context.Context, mall lowstock.MallID, now time.Time) (int, error) {
	return 0, errUnfinished
}

func (s *Store) Collect(ctx context.Context, mall lowstock.MallID, now time.Time) (int, error) {
	return 0, errUnfinished
}
func (s *Store) ClaimMessage(ctx context.Context, mall lowstock.MallID, id int64, now time.Time, lease time.Duration) (lowstock.Message, error) {
	return lowstock.Message{}, errUnfinished
}
func (s *Store) FinishMessage(ctx context.Context, mall lowstock.MallID, id int64, attempt int, outcome lowstock.Outcome, now, next time.Time) error {
	return errUnfinished
}
func (s *Store) MakeTest(ctx context.Context, mall lowstock.MallID, channel lowstock.Channel, recipient string, now time.Time) (int64, error) {
	return 0, errUnfinished
}
func (s *Store) MakeDigests(ctx context.Context, mall lowstock.MallID, now time.Time) (int, error) {
	return 0, errUnfinished
}
func (s *Store) Unsubscribe(ctx context.Context, mall lowstock.MallID, email string, now time.Time) error {
	return errUnfinished
}
func (s *Store) Resubscribe(ctx context.Context, mall lowstock.MallID, email string) error {
	return errUnfinished
}

func (s *Store) Rules(ctx context.Context, mall lowstock.MallID, q lowstock.ListQuery) ([]lowstock.Rule, string, error) {
	return nil, "", errUnfinished
}
func (s *Store) AllRules(ctx context.Context, mall lowstock.MallID) ([]lowstock.Rule, error) {
	return nil, errUnfinished
}
func (s *Store) RuleByID(ctx context.Context, mall lowstock.MallID, id int64) (lowstock.Rule, error) {
	return lowstock.Rule{}, errUnfinished
}
func (s *Store) SetRule(ctx context.Context, mall lowstock.MallID, change lowstock.RuleChange, now time.Time, decide func(lowstock.Situation) lowstock.Decision) (rule lowstock.Rule, created bool, err error) {
	return lowstock.Rule{}, false, errUnfinished
}
func (s *Store) DeleteRule(ctx context.Context, mall lowstock.MallID, id int64, now time.Time, decide func(lowstock.Situation) lowstock.Decision) error {
	return errUnfinished
}
func (s *Store) PreviewRule(ctx context.Context, mall lowstock.MallID, change lowstock.RuleChange, now time.Time) (lowstock.Preview, error) {
	return lowstock.Preview{}, errUnfinished
}
func (s *Store) Products(ctx context.Context, mall lowstock.MallID, q lowstock.ListQuery) ([]lowstock.ProductRow, string, error) {
	return nil, "", errUnfinished
}
func (s *Store) Product(ctx context.Context, mall lowstock.MallID, no int64) (lowstock.ProductRow, error) {
	return lowstock.ProductRow{}, errUnfinished
}
func (s *Store) Inventory(ctx context.Context, mall lowstock.MallID, q lowstock.ListQuery) ([]lowstock.InventoryRow, string, error) {
	return nil, "", errUnfinished
}
func (s *Store) Counts(ctx context.Context, mall lowstock.MallID) (lowstock.Counts, error) {
	return lowstock.Counts{}, errUnfinished
}
func (s *Store) Situation(ctx context.Context, mall lowstock.MallID, productNo int64, variantCode string) (lowstock.Situation, error) {
	return lowstock.Situation{}, errUnfinished
}
func (s *Store) History(ctx context.Context, mall lowstock.MallID, variantCode string, since time.Time) ([]lowstock.Point, error) {
	return nil, errUnfinished
}
func (s *Store) Incidents(ctx context.Context, mall lowstock.MallID, q lowstock.ListQuery) ([]lowstock.Incident, string, error) {
	return nil, "", errUnfinished
}
func (s *Store) Incident(ctx context.Context, mall lowstock.MallID, id int64) (lowstock.Incident, error) {
	return lowstock.Incident{}, errUnfinished
}
func (s *Store) AcknowledgeIncident(ctx context.Context, mall lowstock.MallID, id int64, by string, now time.Time) (lowstock.Incident, error) {
	return lowstock.Incident{}, errUnfinished
}
func (s *Store) SnoozeIncident(ctx context.Context, mall lowstock.MallID, id int64, until time.Time, by string, now time.Time) (lowstock.Incident, error) {
	return lowstock.Incident{}, errUnfinished
}
func (s *Store) ResolveIncident(ctx context.Context, mall lowstock.MallID, id int64, by string, now time.Time) (lowstock.Incident, error) {
	return lowstock.Incident{}, errUnfinished
}
func (s *Store) Settings(ctx context.Context, mall lowstock.MallID) (lowstock.Settings, error) {
	return lowstock.Settings{}, errUnfinished
}
func (s *Store) SaveSettings(ctx context.Context, mall lowstock.MallID, settings lowstock.Settings, now time.Time) error {
	return errUnfinished
}
func (s *Store) Categories(ctx context.Context, mall lowstock.MallID) ([]lowstock.Category, error) {
	return nil, errUnfinished
}
func (s *Store) Suppliers(ctx context.Context, mall lowstock.MallID) ([]lowstock.Supplier, error) {
	return nil, errUnfinished
}
func (s *Store) Connection(ctx context.Context, mall lowstock.MallID, now time.Time) (lowstock.Connection, error) {
	return lowstock.Connection{}, errUnfinished
}
