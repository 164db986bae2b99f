//go:build linux

package main

import (
	"fmt"

	"github.com/godbus/dbus/v5"
)

// The settings of the desktop, as the session bus gives them to programs.
const (
	portalName   = "org.freedesktop.portal.Desktop"
	portalPath   = "/org/freedesktop/portal/desktop"
	portalLooks  = "org.freedesktop.portal.Settings"
	looksSpace   = "org.freedesktop.appearance"
	looksKey     = "color-scheme"
	schemeDark   = uint32(1)
	schemeLight  = uint32(2)
	notSaidError = "org.freedesktop.portal.Error.NotFound"
)

// system stands for the desktop's settings: it says whether the system is dark.
type system struct {
	bus    *dbus.Conn
	scheme uint32
}

// openSystem begins to answer on the session bus that the system is light.
func openSystem() (*system, error) {
	bus, err := dbus.ConnectSessionBus()
	if err != nil {
		return nil, fmt.Errorf("the session bus: %w", err)
	}
	s := &system{bus: bus, scheme: schemeLight}
	if err := bus.Export(s, portalPath, portalLooks); err != nil {
		return nil, err
	}
	reply, err := bus.RequestName(portalName, dbus.NameFlagDoNotQueue)
	if err == nil && reply != dbus.RequestNameReplyPrimaryOwner {
		err = fmt.Errorf("the session bus has other settings of the desktop; run in .ci/desktop")
	}
	return s, err
}

// ReadOne is called by programs over the bus.
func (s *system) ReadOne(space, key string) (dbus.Variant, *dbus.Error) {
	if space != looksSpace || key != looksKey {
		return dbus.Variant{}, dbus.NewError(notSaidError, nil)
	}
	return dbus.MakeVariant(s.scheme), nil
}

// turns has the system turn dark or light, and tells all programs.
func (s *system) turns(dark bool) func() error {
	return func() error {
		s.scheme = schemeLight
		if dark {
			s.scheme = schemeDark
		}
		return s.bus.Emit(portalPath, portalLooks+".SettingChanged", looksSpace, looksKey, dbus.MakeVariant(s.scheme))
	}
}
