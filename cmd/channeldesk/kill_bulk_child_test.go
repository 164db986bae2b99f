package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"channeldesk/app"
	"channeldesk/app/bulk"
	"channeldesk/app/bulk/recipients"
)

// bulkChild is the process of a person: it prepares a bulk send, or pauses,
// resumes or cancels one. It sends nothing.
//
//	DATA prepare FILE PACE TRIAL | DATA pause|resume|cancel ID
func bulkChild() {
	s := &session{
		ctx: context.Background(), console: console{in: strings.NewReader(""), out: io.Discard, err: io.Discard},
		flags: globals{Data: os.Args[1], Secrets: "file"},
	}
	if err := s.withDesk(false, func(d *desk) error { return d.bulkChild(os.Args[2:]) }); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

func (d *desk) bulkChild(args []string) error {
	service := d.newLiveServices().Bulk
	n, _ := strconv.Atoi(args[1])
	id := app.BulkID(n)
	switch args[0] {
	case "pause":
		return service.Pause(d.ctx, id)
	case "resume":
		return service.Resume(d.ctx, id)
	case "cancel":
		_, err := service.Cancel(d.ctx, id, nil)
		return err
	}
	return d.bulkPrepare(service, args[1:])
}

func (d *desk) bulkPrepare(service *bulk.Service, args []string) error {
	f, err := recipients.Open(args[0])
	if err != nil {
		return err
	}
	pace, err := strconv.ParseFloat(args[1], 64)
	if err != nil {
		return err
	}
	trial, err := strconv.Atoi(args[2])
	if err != nil {
		return err
	}
	agents, err := d.Channel.ListAgents(d.ctx)
	if err != nil {
		return err
	}
	var t app.Template
	err = d.Store.View(d.ctx, func(tx app.Tx) error {
		c, err := tx.GetChannel(agents[0].ID, app.Published)
		if err == nil {
			t, err = tx.FindTemplate(c.ID, bulkTemplate.Name, bulkTemplate.Language)
		}
		return err
	})
	if err != nil {
		return err
	}
	needs := []recipients.Need{recipients.Phone("Phone"), recipients.Name("Name"), {Key: "1", Label: "customer"}}
	_, err = service.Prepare(d.ctx, bulk.Order{
		Agent: agents[0].ID, Environment: app.Published, Template: t.ID, File: f, Pace: pace, Trial: trial,
		Job: recipients.Job{Needs: needs, Columns: f.Match(needs)},
	}, nil)
	return err
}

// bulkTemplate is what bulk sends of tests are made of.
var bulkTemplate = app.Template{
	Name: "installment_reminder", Language: "en", Category: app.CategoryUtility, Status: app.TemplateApproved,
	Design: app.TemplateDesign{Category: app.CategoryUtility, Body: "Dear {{1}}, your payment is due.", Samples: map[string]string{"1": "Ibu Sari"}},
}
