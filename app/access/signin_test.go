package access_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/access"
	"channeldesk/storage/storagetest"
)

const phrase = "kopi susu gula aren"

func TestSigningIn(t *testing.T) {
	r := newRoom(t)
	before := r.count()
	m, err := r.SignIn(t.Context(), r.owner.ID, app.Secret{})
	require.NoError(t, err)
	assert.Equal(t, "Sari", m.Name)
	assert.Equal(t, before, r.count(), "a workspace of one person has no use for that line")

	budi := r.member("Budi", app.Viewer, phrase)
	_, err = r.SignIn(t.Context(), r.owner.ID, app.NewSecret("whatever"))
	require.NoError(t, err, "there is no passphrase")
	assert.Equal(t, []string{app.ActSignedIn, "Sari signed in"}, []string{r.last().Kind, r.last().Text.String()})

	for _, bad := range []string{"", "kopi susu gula are", strings.ToUpper(phrase), phrase + " "} {
		r.pass(time.Hour)
		m, err = r.SignIn(t.Context(), budi.ID, app.NewSecret(bad))
		e := storagetest.RequireCode(t, app.CodeForbidden, err)
		assert.Zero(t, m)
		assert.Equal(t, "passphrase", e.Field)
		assert.Equal(t, []string{app.ActSignInFailed, "Signing in as Budi failed: the passphrase was wrong"}, []string{r.last().Kind, r.last().Text.String()})
	}
	r.pass(time.Hour)
	m, err = r.SignIn(t.Context(), budi.ID, app.NewSecret(phrase))
	require.NoError(t, err)
	assert.Equal(t, budi.ID, m.ID)
	assert.Equal(t, "Budi signed in", r.last().Text.String())

	before = r.count()
	m, err = r.SignIn(t.Context(), 99, app.NewSecret(phrase))
	assert.Zero(t, m)
	assert.Equal(t, "This passphrase is not right.", storagetest.RequireCode(t, app.CodeForbidden, err).Error())
	assert.Equal(t, before+1, r.count())
	assert.Equal(t, app.ActSignInFailed, r.last().Kind)

	gone, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = r.SignIn(gone, budi.ID, app.NewSecret(phrase))
	require.Error(t, err)
	assert.NotEqual(t, app.CodeForbidden, app.ErrorCode(err))
}

func TestLettersThatLookTheSameAreTheSame(t *testing.T) {
	r := newRoom(t)
	m := r.member("Zoé", app.Viewer, "caf\u00e9 au lait")
	_, err := r.SignIn(t.Context(), m.ID, app.NewSecret("cafe\u0301 au lait"))
	require.NoError(t, err)
}

func TestWrongPassphrasesCostAGrowingWait(t *testing.T) {
	r := newRoom(t)
	m := r.member("Budi", app.Viewer, phrase)
	other := r.member("Dewi", app.Viewer, phrase)
	right, bad := app.NewSecret(phrase), app.NewSecret("not this one")
	var waits []time.Duration
	for range 10 {
		var waited time.Duration
		for ; ; waited += time.Second {
			_, err := r.SignIn(t.Context(), m.ID, bad)
			storagetest.RequireCode(t, app.CodeForbidden, err)
			assert.Equal(t, app.ActSignInFailed, r.last().Kind)
			if strings.HasPrefix(err.Error(), "This passphrase is not right.") {
				break // it was compared
			}
			r.pass(time.Second)
		}
		waits = append(waits, waited/time.Second)
	}
	assert.Equal(t, []time.Duration{0, 0, 0, 5, 10, 20, 40, 80, 160, 300}, waits)

	_, err := r.SignIn(t.Context(), m.ID, right)
	assert.Equal(t, "Too many wrong passphrases. Try again in 5 minutes.", storagetest.RequireCode(t, app.CodeForbidden, err).Error())
	_, err = r.SignIn(t.Context(), other.ID, right)
	require.NoError(t, err, "others do not wait")

	r.pass(-365 * 24 * time.Hour)
	_, err = r.SignIn(t.Context(), m.ID, right)
	assert.Contains(t, storagetest.RequireCode(t, app.CodeForbidden, err).Error(), "in 5 minutes", "a clock that was set back does not lengthen it")
	r.pass(5 * time.Minute)
	_, err = r.SignIn(t.Context(), m.ID, right)
	require.NoError(t, err)
	_, err = r.SignIn(t.Context(), m.ID, bad)
	assert.Equal(t, "This passphrase is not right.", err.Error(), "a right one begins anew")
}

func TestManyAtOnceDoNotGetAroundTheWait(t *testing.T) {
	r := newRoom(t)
	m := r.member("Budi", app.Viewer, phrase)
	var wg sync.WaitGroup
	var mu sync.Mutex
	compared := 0
	for i := range 20 {
		wg.Go(func() {
			_, err := r.SignIn(t.Context(), m.ID, app.NewSecret(fmt.Sprintf("guess number %d", i)))
			mu.Lock()
			defer mu.Unlock()
			if strings.HasPrefix(err.Error(), "This passphrase") {
				compared++
			}
		})
	}
	wg.Wait()
	assert.Equal(t, 3, compared)
}

func TestAnOlderHashIsMadeAnew(t *testing.T) {
	r := newRoom(t)
	m := r.member("Budi", app.Viewer, phrase)
	old := r.hash(m.ID)
	assert.Regexp(t, `^\$argon2id\$v=19\$m=64,t=1,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$`, old)
	sign := func(passphrase string) error {
		_, err := r.SignIn(t.Context(), m.ID, app.NewSecret(passphrase))
		return err
	}
	require.NoError(t, sign(phrase))
	assert.Equal(t, old, r.hash(m.ID))
	r.SetCost(128, 2)
	require.Error(t, sign("wrong one"))
	assert.Equal(t, old, r.hash(m.ID))
	require.NoError(t, sign(phrase))
	newer := r.hash(m.ID)
	assert.Contains(t, newer, "$m=128,t=2,p=1$")
	r.SetCost(64, 1)
	require.NoError(t, sign(phrase))
	assert.Equal(t, newer, r.hash(m.ID), "never cheaper again")

	for _, broken := range []string{"x", "$argon2id$v=19$m=64,t=1,p=1$$", "$argon2id$v=18$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=19$m=99999999,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA", "$argon2id$v=19$m=64,t=0,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA"} {
		r.make.Update(func(tx app.Tx) error { return tx.SetPassphraseHash(m.ID, broken) })
		err := sign(phrase)
		e := storagetest.RequireCode(t, app.CodeInternal, err)
		assert.Equal(t, "The stored passphrase of Budi cannot be read. Ask an Owner of this workspace to set a new one.", e.Error())
	}
	require.NoError(t, r.SetPassphrase(r.own(), m.ID, app.Secret{}, app.NewSecret("a new passphrase")))
	require.NoError(t, sign("a new passphrase"))
}

func TestTheRealCostIsAboveTheAdvice(t *testing.T) {
	memory, passes := access.CurrentCost()
	assert.GreaterOrEqual(t, memory, uint32(19<<10))
	assert.GreaterOrEqual(t, passes, uint32(2))
	r := newRoom(t)
	r.SetCost(memory, passes)
	m := r.member("Budi", app.Viewer, phrase)
	began := time.Now()
	_, err := r.SignIn(t.Context(), m.ID, app.NewSecret("wrong passphrase"))
	known := time.Since(began)
	require.Error(t, err)
	began = time.Now()
	_, err = r.SignIn(t.Context(), 99, app.NewSecret("wrong passphrase"))
	unknown := time.Since(began)
	require.Error(t, err)
	t.Logf("wrong %v, unknown member %v", known, unknown)
	assert.Greater(t, unknown, known/10, "the time does not tell who exists")
}

func TestPassphrasesAreChanged(t *testing.T) {
	r := newRoom(t)
	m := r.member("Budi", app.Viewer, "")
	set := func(by app.Member, id app.MemberID, old, passphrase string) error {
		return r.SetPassphrase(r.as(by), id, app.NewSecret(old), app.NewSecret(passphrase))
	}
	require.NoError(t, set(m, m.ID, "", phrase), "the first one takes no old one")
	assert.Equal(t, "Budi signs in with a passphrase from now on", r.last().Text.String())
	assert.True(t, r.stored(m.ID).HasPassphrase)
	storagetest.RequireCode(t, app.CodeForbidden, set(m, m.ID, "wrong", "a new passphrase"))
	assert.Equal(t, "Budi could not change the passphrase: the old one was wrong", r.last().Text.String())
	require.NoError(t, set(m, m.ID, phrase, "a new passphrase"))
	assert.Equal(t, "Budi changed their own passphrase", r.last().Text.String())
	storagetest.RequireCode(t, app.CodeInvalid, set(m, m.ID, "a new passphrase", "short"))
	storagetest.RequireCode(t, app.CodeForbidden, set(m, r.owner.ID, "", phrase))
	assert.Equal(t, app.ActRefused, r.last().Kind)

	require.NoError(t, set(r.owner, m.ID, "", "from the owner"))
	assert.Equal(t, "Sari set a new passphrase for Budi", r.last().Text.String())
	require.NoError(t, set(m, m.ID, "from the owner", ""))
	assert.Equal(t, "Budi signs in without a passphrase from now on", r.last().Text.String())
	assert.Empty(t, r.hash(m.ID))
	require.NoError(t, set(m, m.ID, "", phrase))
	require.NoError(t, set(r.owner, m.ID, "", ""))
	assert.Equal(t, "Sari removed the passphrase of Budi", r.last().Text.String())
	before := r.count()
	require.NoError(t, set(r.owner, m.ID, "", ""), "there is none to remove")
	assert.Equal(t, before, r.count())

	require.NoError(t, set(r.owner, r.owner.ID, "", phrase))
	storagetest.RequireCode(t, app.CodeForbidden, set(r.owner, r.owner.ID, "", "a new passphrase"))
	storagetest.RequireCode(t, app.CodeNotFound, set(r.owner, 99, "", phrase))
	storagetest.RequireCode(t, app.CodeForbidden, r.SetPassphrase(t.Context(), m.ID, app.Secret{}, app.NewSecret(phrase)))
}

func TestAnOwnerEndsTheWait(t *testing.T) {
	r := newRoom(t)
	m := r.member("Budi", app.Viewer, phrase)
	for range 5 {
		_, _ = r.SignIn(t.Context(), m.ID, app.NewSecret("forgotten"))
	}
	require.NoError(t, r.SetPassphrase(r.own(), m.ID, app.Secret{}, app.NewSecret("from the owner")))
	_, err := r.SignIn(t.Context(), m.ID, app.NewSecret("from the owner"))
	require.NoError(t, err)
}

func TestPassphrasesShowUpNowhere(t *testing.T) {
	r := newRoom(t)
	m := r.member("Budi", app.Viewer, phrase)
	const guess = "a secret wrong guess"
	var log bytes.Buffer
	for range 4 {
		_, err := r.SignIn(t.Context(), m.ID, app.NewSecret(guess))
		slog.New(slog.NewTextHandler(&log, nil)).Info("failed", "err", err)
	}
	require.NoError(t, r.SetPassphrase(r.own(), m.ID, app.NewSecret(guess), app.NewSecret("the newest one")))
	for _, l := range r.lines(100) {
		fmt.Fprintln(&log, l)
	}
	members, err := r.Members(t.Context())
	require.NoError(t, err)
	fmt.Fprintf(&log, "%+v", members)
	for _, secret := range []string{phrase, guess, "the newest one", r.hash(m.ID), "argon2"} {
		assert.NotContains(t, log.String(), secret)
	}
}
