"""What a page says after an act went through, and what a reader can do when it did not."""

from __future__ import annotations

from collections.abc import Mapping

from gongdao.kernel.words import Words

DONE: Mapping[str, Words] = {
    "report_answer": Words("已回答。", "Answered."),
    "report_attach": Words("文件已加密保存。", "The file is kept, sealed."),
    "report_collect": Words("奖金已付出。", "The reward is on its way."),
    "report_take_up": Words("已开始核查。", "It is being looked into."),
    "report_pass_on": Words("卷宗已送交主管部门。", "The dossier is with the authority."),
    "report_extend": Words("核查期限已延长一次。", "The time was extended, once."),
    "report_dismiss": Words(
        "已告知举报人未能认定。", "The reporter was told that it is not established."
    ),
    "report_substantiate": Words("已认定属实，措施已执行。", "Found true; what follows is done."),
    "report_merge": Words("已并入先前的举报。", "Merged into the earlier report."),
    "report_ask": Words("问题已发给举报人。", "The question is with the reporter."),
    "report_hear": Words("主管部门的答复已登记。", "The authority's answer is entered."),
    "report_unseal": Words(
        "已申请，须由另一位工作人员同意。", "Asked for; a colleague has to agree."
    ),
    "report_propose": Words(
        "数额已提出，须由另一人同意。", "Proposed; somebody else has to agree."
    ),
    "report_approve": Words("举报人现在可以领取奖金。", "The reporter can collect it now."),
    "report_allow": Words("已同意查看一次。", "One look is allowed."),
    "report_refuse": Words("已不同意。", "Refused."),
    "report_promise": Words("奖励承诺已公布。", "The promise is public."),
    "talk_say": Words("已发送。", "Sent."),
    "talk_hand_over": Words(
        "已转给平台，由平台客服答复。", "Handed over: the platform's staff answer."
    ),
    "talk_withdraw": Words("好的，不再等待答复。", "Very well: no answer is awaited."),
    "talk_take": Words("由您处理。", "It is yours."),
    "propose": Words("提议已发给对方。", "The proposal went to the other side."),
    "amendment_accept": Words("双方已同意，合同随之变更。", "Agreed: the contract is changed."),
    "amendment_decline": Words("已表示不同意，合同照旧。", "Declined: the contract stands."),
    "amendment_withdraw": Words("提议已撤回。", "The proposal is withdrawn."),
    "invoice_ask": Words("商家已被要求开具发票。", "The merchant now owes you an invoice."),
    "invoice_issue": Words("发票号码已记录。", "The invoice's number is on record."),
    "coupons": Words("优惠已更新，请再核对。", "The coupons are set; check again."),
    "promotion_take": Words("已领取，结算时可以使用。", "Taken; use it at the checkout."),
    "promotion_issue": Words("优惠券已发行。", "The coupon is issued."),
    "promotion_stop": Words("已停发，已领的仍然有效。", "Stopped; what was taken stays good."),
    "promotion_bundle": Words("套餐已推出。", "The bundle is offered."),
    "promotion_end_bundle": Words("套餐已结束。", "The bundle has ended."),
    "promotion_gift": Words("赠品已附上。", "The gift comes with it now."),
    "promotion_end_gift": Words("赠品已结束。", "The gift has ended."),
    "service_report": Words("已报告完成，等买家确认。", "Reported; the buyer answers now."),
    "service_accept": Words("已确认完成。", "Confirmed as done."),
    "service_object": Words("已提出，商家须补做或退款。", "The merchant must do it or refund."),
    "digital_open": Words("已打开，现在可以查看。", "Opened; you can read it now."),
    "digital_hand_over": Words("已加密交付。", "Handed over, sealed."),
    "give_up": Words("预售已结清。", "The pre-order is settled."),
    "credit_note": Words("红字发票已登记。", "The credit note is on record."),
    "basket": Words("购物车已更新。", "The basket is up to date."),
    "placed": Words(
        "合同已成立，副本可以下载；请在期限内付款。",
        "The contract is concluded and can be downloaded; pay within the time shown.",
    ),
    "draft": Words("已存为新的一稿。", "Kept as a new version."),
    "goods_publish": Words("已发布，买家现在看得到。", "Published: buyers see it now."),
    "promotion_announced": Words(
        "已核对并登记；按时自动开始和结束。", "Checked and announced; it begins and ends by itself."
    ),
    "promotion_withdraw": Words("已撤回。", "Withdrawn."),
    "promotion_end": Words("已结束，恢复原来的价格。", "Ended; the price is what it was."),
    "prices_swept": Words("已巡查。", "Swept."),
    "goods_appeal": Words("已申请复核。", "Appealed; somebody of the platform looks again."),
    "goods_take_down": Words("已下架。", "Taken down."),
    "review_override": Words("已放行并发布。", "Let pass and published."),
    "review_uphold": Words("已维持，不予发布。", "Upheld: it is not published."),
    "review_demand_repair": Words("已要求限期整改。", "A repair is demanded."),
    "recall_announce": Words(
        "召回已发起，买家已收到通知。", "The recall runs and the buyers are told."
    ),
    "recall_answer": Words("已提交您的选择。", "Your choice is made."),
    "recall_remedy": Words("已登记处理完成。", "Written down as done."),
    "recall_report": Words("已登记报告。", "Written down as reported."),
    "recall_plan": Words("已登记召回计划。", "The plan is written down as reported."),
    "recall_publish": Words("已登记发布。", "Written down as published."),
    "recall_close": Words("召回已结束。", "The recall is closed."),
    "pay": Words("付款成功，货款已托管。", "Paid. The money is held in escrow."),
    "pay_failed": Words("付款没有成功，可以再试一次。", "The payment failed; you can try again."),
    "cancel": Words("订单已取消。", "The order is cancelled."),
    "confirm": Words("已确认收货，货款已付给商家。", "Receipt confirmed; the merchant was paid."),
    "return": Words(
        "退货申请已提交，货款已冻结。", "The return is asked for; the money is frozen."
    ),
    "complain": Words("投诉已提交，货款已冻结。", "The complaint is filed; the money is frozen."),
    "recipient": Words("收货信息已加密保存。", "The recipient is named, under encryption."),
    "review": Words("评价已发布。", "Your review is published."),
    "send_back": Words("已记录寄回。", "It is recorded that you sent it back."),
    "withdraw": Words("已撤回。", "Withdrawn."),
    "ship": Words("已发货。", "Shipped."),
    "refuse": Words("已告知买家不发货。", "The buyer was told that you will not ship."),
    "make_good": Words("已退款，合同解除。", "Refunded; the contract is over."),
    "agree": Words("已同意退货。", "The return is agreed."),
    "take_back": Words("已确认收到退货。", "It is recorded that the goods are back."),
    "instruct": Words(
        "到时间的指令已发给支付机构。", "What was due has been told to the gateways."
    ),
    "refund": Words("已退款。", "Refunded."),
    "perform": Words("裁决已履行。", "The ruling is performed."),
    "inspect": Words("查验已登记。", "The inspection is recorded."),
    "contest": Words("异议已提出，由您举证。", "You object, and must prove it."),
    "accept": Words("已接受，款项已退。", "Accepted and refunded."),
    "return_dispute": Words(
        "已转为纠纷，由商家举证。", "It is a dispute now; the merchant must prove."
    ),
    "find": Words("认定已作出。", "The ruling is made."),
    "repair": Words("报修已提交。", "The repair is asked for."),
    "repair_hand_in": Words("已记录送修。", "It is recorded that you handed it in."),
    "repair_confirm": Words("很高兴修好了。", "Good that it works again."),
    "repair_withdraw": Words("已撤回报修。", "The repair is withdrawn."),
    "repair_fail_again": Words(
        "已再次报修；修不好的应当更换。", "Asked again; what cannot be mended is replaced."
    ),
    "repair_accept": Words("已同意修理。", "The repair is accepted."),
    "repair_refuse": Words("已告知买家理由。", "The buyer was told why."),
    "repair_wait_for_parts": Words("已记录等待配件。", "It is recorded that parts are lacking."),
    "repair_lend": Words("备用机已登记。", "The spare is recorded."),
    "repair_hand_back": Words("已交还买家。", "It is back with the buyer."),
    "repair_give_up": Words("请更换或退款。", "Replace it, or refund."),
    "repair_replace": Words("已更换，保修重新计算。", "Replaced; the guarantee begins anew."),
    "repair_refund": Words("已退款。", "Refunded."),
    "promise": Words("承诺已公布。", "The promise is made."),
    "reply": Words("回复已发布。", "Your reply is published."),
    "answer": Words("答复已提交。", "Your answer is filed."),
    "offer": Words("和解提议已提出。", "The offer is made."),
    "settle": Words("已达成和解。", "Settled."),
    "exhibit": Words("证据已提交。", "The exhibit is filed."),
    "sent_back": Words("已要求重新提交。", "The side is asked to send it again."),
    "decide": Words("裁决已作出。", "The decision is made."),
    "seal": Words("最终报价已密封。", "Your last figure is sealed."),
    "take": Words("本案由您承办。", "You have this case now."),
    "recuse": Words("已记录回避。", "It is recorded that you left the case."),
    "neutral": Words("已申请外部中立人员。", "A neutral from outside was asked for."),
    "correct": Words("已更正并重新送达。", "Corrected, and served again."),
    "panel": Words("评审团已抽出。", "The panel is drawn."),
    "vote": Words("您的一票已记录。", "Your vote is recorded."),
    "turn_away": Words("已告知不予受理及理由。", "The buyer was told, with the reason."),
    "reopen": Words("案件已重开。", "The case is open again."),
    "receive": Words("已记录您打开了文书。", "It is recorded that you opened it."),
    "measure": Words("已记录履行。", "It is recorded as done."),
    "way": Words("卷宗已生成，可以下载。", "The dossier is made; download it below."),
    "report": Words("进展已记录。", "What came back is recorded."),
    "repay": Words("已偿还。", "Repaid."),
    "recovery_decided": Words("异议已答复。", "The objection is decided."),
    "rectify": Words("整改已报告，进入观察。", "Reported; the effect is being watched."),
    "data_ask": Words("已提出，内容已加密。", "Asked; what you wrote is sealed."),
    "data_erase": Words(
        "可删的已删除；其余到期自动删除。",
        "What may go is gone; the rest goes by itself on its day.",
    ),
    "data_answer": Words("已答复。", "Answered."),
    "consent_withdraw": Words("同意已撤回。", "Your consent is taken back."),
    "account_close": Words("账户已注销。", "Your account is closed."),
    "password": Words(
        "密码已修改，其他登录已全部结束。",
        "The password is changed; every other session has ended.",
    ),
    "session_end": Words("已结束。", "That session has ended."),
    "device_forget": Words("已忘记这台设备。", "That device is no longer known."),
    "key_revoke": Words("密钥已停用。", "The key is revoked."),
    "factor_end": Words("二次验证已停用。", "The second factor is off."),
    "factor_demand": Words("设置已更改。", "The setting is changed."),
    "join": Words("您已登记为评审员。", "You are on the list of jurors."),
    "identity": Words("已披露，并留下记录。", "Disclosed, and recorded."),
    "appeal": Words("已申请复核。", "The appeal is filed."),
    "scan": Words("扫描已记录。", "The scan is recorded."),
    "feed": Words("文件已读入。", "The file was taken in."),
    "carrier_key": Words("公钥已更新。", "The key is in use from now on."),
    "written": Words("留言已转给收件人。", "The recipient has your message."),
    "drop": Words("放置约定已更新。", "Where parcels may be left is updated."),
    "claim_file": Words(
        "索赔已提交，快递须在七日内答复。",
        "The claim is filed; the carrier answers within seven days.",
    ),
    "claim_concede": Words("已认可索赔。", "The claim is conceded."),
    "claim_deny": Words("抗辩已提交，等待裁定。", "The excuse is filed; an arbiter decides."),
    "claim_decide": Words("裁定已作出。", "The claim is decided."),
    "claim_prove": Words("证据已登记。", "The proof is taken."),
    "claim_withdraw": Words("索赔已撤回。", "The claim is withdrawn."),
    "claim_pay": Words("赔款已入账给商家。", "The money is booked to the merchant."),
    "mandate_give": Words(
        "订阅成功；您同意的内容已存证。", "Subscribed; what you agreed to is kept as proof."
    ),
    "mandate_begin": Words(
        "已连上支付机构，请在那里签约。", "The gateway was reached; sign there."
    ),
    "mandate_cancel": Words("已取消，不再扣款。", "Cancelled; nothing more is charged."),
    "mandate_agree": Words("已同意新条款。", "You agreed to the new terms."),
    "mandate_stop": Words(
        "已停止服务，剩余天数的款项已退。", "Stopped; the days left were paid back."
    ),
    "mandate_settle": Words("支付机构已答复。", "The gateway has answered."),
    "prepaid_offer": Words("预付方案已发布。", "The offer is open."),
    "prepaid_pay": Words("等待支付结果。", "Awaiting the payment."),
    "prepaid_begin": Words("已连上支付机构，请在那里付款。", "The gateway was reached; pay there."),
    "prepaid_use": Words("已从余额支付。", "Paid from the balance."),
    "prepaid_end": Words(
        "已解除，应退的钱已原路退回。", "Ended; what comes back went back the way it came."
    ),
    "prepaid_settle": Words("支付机构已答复。", "The gateway has answered."),
    "plan_offer": Words("方案已开放订阅。", "The plan is offered."),
    "plan_revise": Words(
        "新条款已开放；已订阅者须另行同意涨价。",
        "New terms are offered; subscribers must agree to a rise.",
    ),
    "plan_close": Words("方案已停止，到期不再续费。", "The plan is closed; nothing is renewed."),
    "advance": Words(
        "时钟已拨动，沿途到期的都已处理。", "The clock moved; what fell due was acted on."
    ),
    "admit": Words("已准入。", "Admitted."),
    "suspend": Words("已暂停。", "Suspended."),
    "payouts_run": Words("付款批次已生成。", "The payouts are proposed."),
    "approve": Words("付款已批准。", "The payout is approved."),
    "reject": Words("付款未批准，款项退回应付。", "Rejected; the money is payable again."),
    "sent": Words("已送交银行。", "Sent to the bank."),
    "bank": Words("银行结果已入账。", "The bank's word is booked."),
    "gateway_file": Words("对账完成。", "The day is matched."),
    "explain": Words(
        "说明已记录，请另一名工作人员处理。", "Explained; a second member of staff resolves it."
    ),
    "resolve": Words("差异已入账。", "The break is resolved."),
    "chargeback": Words("拒付已处理。", "The chargeback is dealt with."),
    "rule_draft": Words("草案已保存。", "The draft is kept."),
    "rule_open": Words("已开始征求意见。", "It is open for comments."),
    "rule_comment": Words(
        "意见已收到，平台会逐条答复。", "Your comment is in; it will be answered."
    ),
    "rule_answer": Words("答复已公开。", "Your answer is public."),
    "rule_announce": Words("已公示，到期施行。", "Published; it takes effect on its day."),
    "rule_withdraw": Words("已撤回。", "Withdrawn."),
    "rule_leave": Words(
        "退出申请已受理：此后适用修改前的规则。",
        "You are leaving; from now on the rules before the change bind.",
    ),
    "rule_settle": Words("已结清，商家退出。", "Settled; the merchant has left."),
    "terms_file": Words("条款已提交，即日起使用。", "Your terms are filed and in use."),
    "clause_object": Words(
        "异议已提交，由人复核。", "Your objection is filed; a person will look."
    ),
    "clause_review": Words("复核完成。", "The review is done."),
    "body_accredit": Words("资质已登记。", "The accreditation is registered."),
    "body_withdraw": Words("资质已撤销。", "The accreditation is withdrawn."),
    "credential_issue": Words("证书已签发。", "The certificate is issued."),
    "credential_revoke": Words("证书已撤销。", "The certificate is revoked."),
    "credential_present": Words("核对通过，证书已出示。", "It holds, and is shown now."),
    "credential_hide": Words("不再出示。", "It is no longer shown."),
    "status_list": Words("撤销名单已更新。", "The status list is filed."),
    "turned_away": Words("申请未通过。", "The application was refused."),
    "applied": Words("申请已提交，请按清单补齐材料。", "Filed. Now send the papers on the list."),
    "supplied": Words(
        "材料已加密保存，等待审核。", "The paper is kept under encryption and waits for review."
    ),
    "ask_again": Words("已请商家重新提供。", "The merchant is asked to send it again."),
    "waive": Words("豁免待第二人复核。", "The waiver waits for a second person."),
    "confirm_waiver": Words("已豁免。", "Waived."),
    "deny": Words("不予豁免。", "Not waived."),
    "lift": Words("已恢复。", "Lifted."),
    "expel": Words("已清退。", "Expelled."),
    "verify": Words("已核验，下次从今天起算。", "Verified; the next time counts from today."),
    "admit_limited": Words("已有限准入。", "Admitted as a small seller."),
    "uphold": Words("维持原决定。", "The refusal stands."),
    "overturn": Words("已推翻，重新审核。", "Overturned; the review begins anew."),
    "application_withdraw": Words("申请已撤回。", "The application is withdrawn."),
    "application_appeal": Words(
        "申诉已提交，将由另一人决定。", "Contested; somebody else will decide."
    ),
    "application_confirm": Words("已确认信息真实。", "You confirmed that all is still true."),
    "application_leave": Words("已退出平台。", "You have left."),
    "application_change": Words(
        "变更已报送，核验后公示。", "Reported; it shows once it is verified."
    ),
}
"""What a page says after an act went through, by the act's verb."""

REMEDIES: Mapping[str, Words] = {
    "return_window_closed": Words(
        "如果商品有质量问题、与描述不符或是假冒，仍可投诉。",
        "If the goods are defective, not as described or counterfeit, you can still complain.",
    ),
    "no_right_to_return": Words(
        "质量问题不受此限：商品有瑕疵、不符或假冒时仍可投诉。",
        "Defects are another matter: you can still complain of them.",
    ),
    "not_delivered_yet": Words(
        "签收之后，这里会出现退货的最后一天。",
        "Once the goods are signed for, the last day to return them stands here.",
    ),
    "hold_frozen": Words(
        "案件结束后，托管款会自动解冻。", "When the case is over the money is free again."
    ),
    "dispute_open": Words(
        "请在进行中的案件里补充说明或证据。", "Add to the case that is open already."
    ),
    "payment_not_covered": Words(
        "请先向平台充值保证金；逾期将由保障基金先行支付并向您追偿。",
        "Lodge a deposit first; if it is late the fund pays and recovers it from you.",
    ),
    "sign_in_failed": Words(
        "演示账户没有密码，请用上方的一键登录。",
        "Demo accounts have no password; use the one-click sign-in above.",
    ),
}
"""What a reader can do about a refusal."""
