"""What people type to steer: commands, affirmations, ordinals, and the names of what can be done.

Data, not logic: every entry is matched whole, after `plain`, in both languages whatever the
language of the conversation.
"""

import unicodedata

_TRIM = " \t\n。.!！?？,，~、;；:：\"'“”‘’()（）"


def plain(text: str) -> str:
    """Half width, lower case, without marks around it."""
    return unicodedata.normalize("NFKC", text).strip(_TRIM).casefold()


def _table(**rows: str) -> dict[str, str]:
    return {word.strip(): key for key, row in rows.items() for word in row.split("|")}


COMMANDS = _table(
    back="返回|上一步|后退|退回|back|go back|previous|/back",
    cancel="取消|不办了|算了|放弃|不弄了|cancel|quit|stop|/cancel",
    pause="稍后|稍后再说|稍后继续|先停一下|等会|等会儿|一会儿再弄|later|pause|continue later|/pause",
    skip="跳过|略过|没有|无|skip|none|/skip",
    why="为什么|为什么要填|帮助|怎么填|help|why|/help|?",
    menu="菜单|主菜单|首页|开始|menu|start|/start|/menu",
    greet="你好|您好|在吗|hi|hello|hey",
    resume="继续|接着办|继续办|resume|continue|go on",
    redo="改一下|修改|change|edit",
    lang_zh="中文|汉语|简体|简体中文|chinese|in chinese|/zh",
    lang_en="英文|英语|english|in english|/en",
    person="人工|人工客服|转人工|找人|客服|真人|human|agent|person|talk to a person|/person",
    unbind="解绑|解除绑定|取消绑定|unbind|/unbind",
    erase="删除我的数据|清除我的数据|删除我的账号|注销账号|delete my data|erase my data|delete my account",
    my_data="我的数据|我的隐私|隐私|my data|my privacy|privacy",
    data_copy="导出我的数据|导出数据|我的数据副本|export my data|download my data|copy my data",
    template="人脸模板|模板|face template|my template|template",
    forget_template="删除模板|删除人脸模板|不留模板|撤回模板|delete template|delete my template",
    withdraw_consent="撤回同意|撤回人脸同意|撤销同意|withdraw consent|withdraw my consent",
)

STEERING = frozenset(COMMANDS.values())

YES = frozenset(
    [
        "是",
        "是的",
        "对",
        "对的",
        "好",
        "好的",
        "可以",
        "行",
        "确认",
        "确定",
        "没错",
        "同意",
        "嗯",
        "ok",
        "okay",
        "yes",
        "y",
        "yep",
        "sure",
        "confirm",
        "agree",
        "确认提交",
        "提交",
        "submit",
        "send it",
    ]
)
NO = frozenset(
    "否|不|不是|不对|不行|不同意|不要|no|n|nope|disagree|都不是|none of these".split("|")  # noqa: SIM905
)

ORDINALS = _table(
    **{
        "1": "1|一|第一|第一个|第1个|首个|①|the first|first|the first one|1st|one|option 1|a",
        "2": "2|二|第二|第二个|第2个|②|the second|second|the second one|2nd|two|option 2|b",
        "3": "3|三|第三|第三个|第3个|③|the third|third|the third one|3rd|three|option 3|c",
        "4": "4|四|第四|第四个|第4个|④|the fourth|fourth|the fourth one|4th|four|option 4|d",
        "5": "5|五|第五|第五个|第5个|⑤|the fifth|fifth|the fifth one|5th|five|option 5|e",
        "-1": "最后一个|最后|末一个|the last|last|the last one",
    }
)

# Matched anywhere in what was typed when nothing is going on; the longest phrase wins.
INTENTS = _table(
    **{
        "do:change_main_institution": (
            "换医院|跳槽|换单位|调动工作|换工作单位|变更执业机构|变更主要执业机构|变更执业地点|"
            "换执业机构|换执业地点|变更注册|转到别的医院|换了医院|换个医院|去新医院|"
            "change hospital|change my hospital|changing hospital|new hospital|change institution|"
            "change my institution|change of institution|move to another hospital|new job|"
            "change main institution|change my main institution|switch hospital"
        ),
        "do:bind": "绑定|绑定身份|认证身份|实名认证|bind|link my account|bind my account",
        "do:verify": "人脸核验|刷脸|人脸识别|核验身份|自拍核验|verify me|verify my identity|selfie",
        "do:reference_photo": "登记照|证件照|上传照片|register photo|id photo",
        "do:objection": "异议|更正|登记错了|信息错误|信息有误|objection|wrong record|correct my record",
        "go:applications": (
            "我的申请|申请进度|办到哪|到哪一步|审批进度|进度查询|查进度|审到哪|批下来没|批了吗|回执|"
            "my application|my applications|where is my application|application status|progress"
        ),
        "go:file": "我的档案|执业档案|个人档案|我的信息|我的资料|my file|my record|my profile",
        "subscribe": "订阅政策|订阅新政策|subscribe to policy|policy news|subscribe",
        "unsubscribe": "退订政策|退订|取消订阅|unsubscribe",
        "go:attest": "核对档案|确认档案|更新档案|年度确认|attest|confirm my file|review my file",
    }
)


def command(text: str) -> str | None:
    """The steering command that a text is, if it is one and nothing more."""
    return COMMANDS.get(plain(text))


def intent(text: str) -> str | None:
    """What somebody wants to do, by the longest phrase found; None when it is something else."""
    typed = plain(text)
    found = [phrase for phrase in INTENTS if phrase in typed]
    return INTENTS[max(found, key=len)] if found else None
