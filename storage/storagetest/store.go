package storagetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"channeldesk/app"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// RunStore proves that a store keeps the contract of app.Store. open gives a
// new, empty store that ends with the test.
func RunStore(t *testing.T, open func(t *testing.T) app.Store) {
	for name, test := range map[string]func(*testing.T, *Factory){
		"transaction undone by error":       undoneByError,
		"transaction undone by panic":       undoneByPanic,
		"view sees one state":               viewSeesOneState,
		"view does not write":               viewDoesNotWrite,
		"cancelled":                         cancelledUpdate,
		"writers take turns":                writersTakeTurns,
		"agents":                            agents,
		"agent names":                       agentNames,
		"agent deleted with everything":     agentDeleted,
		"channel comes back as saved":       channelRoundTrip,
		"channel of any content":            channelProperty,
		"channel saved over another's":      channelConflict,
		"channel rules":                     channelRules,
		"channel list":                      channelList,
		"parked values":                     parkedRoundTrip,
		"parked secrets are held":           parkedSecretsHeld,
		"versions hold nothing parked":      parkedNotInVersions,
		"latest registration":               lastTry,
		"secret references":                 secretRefs,
		"secret references are remembered":  secretRefsRemembered,
		"versions":                          versions,
		"versions let go of secrets":        versionSecrets,
		"checks":                            checks,
		"hand-offs":                         handoffs,
		"sheet numbers":                     sheetNumbers,
		"activity":                          activity,
		"activity keeps what sentences say": activityText,
		"audit log starts and ends":         auditEnds,
		"audit log read on page by page":    auditPages,
		"audit log filtered":                auditFilter,
		"audit log filtered in any way":     auditFilterProperty,
		"those who acted":                   auditActors,
		"members":                           members,
		"member names":                      memberNames,
		"roles with single agents":          memberRoles,
		"member removed":                    memberRemoved,
		"passphrases":                       passphrases,
		"warnings":                          warnings,
		"settings":                          settings,
		"message comes back as saved":       messageRoundTrip,
		"messages claimed":                  messagesClaimed,
		"attempts end":                      attemptsEnd,
		"attempts abandoned":                attemptsAbandoned,
		"states applied":                    statesApplied,
		"states tell prices":                statesTellPrices,
		"states repeated":                   statesRepeated,
		"states by any name":                statesByName,
		"states before the answer":          statesBeforeTheAnswer,
		"states in any order":               statesProperty,
		"history filtered in any way":       historyProperty,
		"history of many channels":          historyOfManyChannels,
		"webhooks":                          arrivals,
		"event keys taken":                  keysTaken,
		"webhooks pruned":                   arrivalsPruned,
		"webhooks pruned in a row":          arrivalsPrunedInARow,
		"webhooks of many channels":         arrivalsOfManyChannels,
		"people":                            people,
		"people as they write":              peopleProperty,
		"people who want none":              unwanted,
		"forwardings":                       forwardings,
		"forwardings of each person":        forwardingsProperty,
		"API keys":                          apiKeys,
		"repeated requests":                 replays,
		"agent deleted with its traffic":    agentDeletedWithTraffic,
		"templates":                         templates,
		"latest looks at templates":         templateSyncs,
		"drafts of templates":               templateDrafts,
		"uses of a template":                templateUses,
		"history page by page":              pagesProperty,
		"history by day":                    pagesByDay,
		"history by id":                     pagesByID,
		"history with many hits":            pagesManyHits,
		"history pruned":                    historyPruned,
		"bulk sends":                        bulkRoundTrip,
		"bulk send released":                bulkReleased,
		"bulk send cancelled":               cancelledDoesNotComeBack,
		"bulk send held back":               heldBack,
		"made due":                          madeDue,
		"protocols of a channel":            protocolsRemembered,
		"messages counted":                  countsProperty,
	} {
		t.Run(name, func(t *testing.T) { test(t, NewFactory(t, open(t))) })
	}
}

var errOnPurpose = errors.New("on purpose")

func undoneByError(t *testing.T, f *Factory) {
	err := f.Store.Update(t.Context(), func(tx app.Tx) error {
		_, err := tx.CreateAgent(app.Agent{Name: "Half"})
		require.NoError(t, err)
		require.NoError(t, tx.SetSetting("a", "b"))
		return errOnPurpose
	})
	require.ErrorIs(t, err, errOnPurpose)
	f.View(func(tx app.Tx) error {
		all, err := tx.ListAgents()
		require.NoError(t, err)
		require.Empty(t, all)
		v, err := tx.Setting("a")
		require.Empty(t, v)
		return err
	})
}

func undoneByPanic(t *testing.T, f *Factory) {
	require.PanicsWithValue(t, "on purpose", func() {
		_ = f.Store.Update(t.Context(), func(tx app.Tx) error {
			require.NoError(t, tx.SetSetting("a", "b"))
			panic("on purpose")
		})
	})
	f.Update(func(tx app.Tx) error {
		v, err := tx.Setting("a")
		require.Empty(t, v)
		return err
	})
}

func viewSeesOneState(t *testing.T, f *Factory) {
	f.Update(func(tx app.Tx) error { return tx.SetSetting("n", "1") })
	f.View(func(tx app.Tx) error {
		v, err := tx.Setting("n")
		require.NoError(t, err)
		require.Equal(t, "1", v)
		f.Update(func(tx app.Tx) error { return tx.SetSetting("n", "2") })
		v, err = tx.Setting("n")
		require.Equal(t, "1", v, "a change became visible in the middle")
		return err
	})
	f.View(func(tx app.Tx) error {
		v, err := tx.Setting("n")
		require.Equal(t, "2", v)
		return err
	})
}

func viewDoesNotWrite(t *testing.T, f *Factory) {
	a := f.Agent("")
	for name, write := range map[string]func(app.Tx) error{
		"setting": func(tx app.Tx) error { return tx.SetSetting("a", "b") },
		"agent":   func(tx app.Tx) error { _, err := tx.CreateAgent(app.Agent{Name: "x"}); return err },
		"delete":  func(tx app.Tx) error { return tx.DeleteAgent(a.ID) },
		"line":    func(tx app.Tx) error { return tx.AddActivity(app.Activity{Kind: "x"}) },
		"member":  func(tx app.Tx) error { _, err := tx.AddMember(app.Member{Name: "x"}); return err },
		"warning": func(tx app.Tx) error { return tx.SetWarned("x", 1, Now) },
		"message": func(tx app.Tx) error { _, err := tx.AddMessage(app.Message{Mark: "x"}); return err },
		"arrival": func(tx app.Tx) error { _, err := tx.AddArrival(app.Arrival{}); return err },
		"keys":    func(tx app.Tx) error { _, err := tx.TakeKeys(1, []string{"x"}, Now); return err },
	} {
		require.Error(t, f.Store.View(t.Context(), write), name)
	}
	f.View(func(tx app.Tx) error { _, err := tx.GetAgent(a.ID); return err })
}

func cancelledUpdate(t *testing.T, f *Factory) {
	ctx, cancel := context.WithCancel(t.Context())
	err := f.Store.Update(ctx, func(tx app.Tx) error {
		require.NoError(t, tx.SetSetting("a", "b"))
		cancel()
		return nil
	})
	require.Equal(t, app.CodeCancelled, app.ErrorCode(err))
	require.Error(t, f.Store.View(ctx, func(app.Tx) error { return nil }))
	f.View(func(tx app.Tx) error {
		v, err := tx.Setting("a")
		require.Empty(t, v)
		return err
	})
}

func writersTakeTurns(t *testing.T, f *Factory) {
	const each = 10
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range each {
				err := f.Store.Update(t.Context(), func(tx app.Tx) error {
					v, err := tx.Setting("n")
					if err != nil {
						return err
					}
					n := 0
					_, _ = fmt.Sscan(v, &n)
					return tx.SetSetting("n", fmt.Sprint(n+1))
				})
				assert.NoError(t, err)
			}
		})
	}
	wg.Wait()
	f.View(func(tx app.Tx) error {
		v, err := tx.Setting("n")
		require.Equal(t, fmt.Sprint(8*each), v)
		return err
	})
}

func settings(t *testing.T, f *Factory) {
	f.Update(func(tx app.Tx) error {
		v, err := tx.Setting(app.SettingTheme)
		require.NoError(t, err)
		require.Empty(t, v)
		require.NoError(t, tx.SetSetting(app.SettingTheme, "light"))
		require.NoError(t, tx.SetSetting(app.SettingTheme, "dark"))
		v, err = tx.Setting(app.SettingTheme)
		require.Equal(t, "dark", v)
		require.NoError(t, err)
		require.NoError(t, tx.SetSetting(app.SettingTheme, ""))
		v, err = tx.Setting(app.SettingTheme)
		require.Empty(t, v)
		return err
	})
}
